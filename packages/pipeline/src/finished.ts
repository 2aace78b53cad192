import type { LogPosition, Outcome } from '@moodlight/core'
import type { Commit, LogRecord, NewRecord, Topic } from '@moodlight/ports'
import { sourceOf } from './source-of.ts'
import { Tally } from './tally.ts'

/** A batch of which every record has its outcome. */
export interface Finished {
  readonly records: readonly LogRecord[]
  readonly outcomes: readonly Outcome<string | null>[]
  /** How long the stage took, in milliseconds. */
  readonly runMs: number
}

/** What a stage sends on keeps key, lane and partition of its record, so that order per key holds from end to end. */
function outputOf({ key, position }: LogRecord, value: string): NewRecord {
  return { key, value, lane: position.lane, partition: position.partition }
}

/** The commit of a finished batch: positions, outputs and ledger rows that belong together. */
export function commitOf(stage: string, output: Topic | null, { records, outcomes }: Finished): Commit {
  const next = new Map<string, LogPosition>()
  const outputs: { topic: Topic; record: NewRecord }[] = []
  const tally = new Tally(stage)
  records.forEach((record, i) => {
    const outcome = outcomes[i] as Outcome<string | null>
    const { lane, partition, offset } = record.position
    next.set(`${lane}/${partition}`, { lane, partition, offset: offset + 1 })
    tally.add(sourceOf(record.value), record.position, outcome)
    if (outcome.kind === 'ok' && outcome.value !== null && output)
      outputs.push({ topic: output, record: outputOf(record, outcome.value) })
  })
  return { next: [...next.values()], outputs, ledger: tally.deltas() }
}
