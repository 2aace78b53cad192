import { CATALOGUE, type Outcome } from '@moodlight/core'
import { PooledStage } from '@moodlight/pipeline'
import type { LogRecord } from '@moodlight/ports'
import type { Input } from '../bulk/input.ts'
import { eachBatch, type Line } from '../bulk/lines.ts'
import { formatOf } from './format.ts'
import type { LabelDefaults } from './label-line.ts'
import { idFrom } from './label-stage.ts'

export interface LabelOptions {
  readonly defaults: LabelDefaults
  /** null: told by the first lines and the name. */
  readonly format: 'jsonl' | 'text' | null
  /** Worker threads. */
  readonly jobs: number
  /** Takes labelled lines in the order of the input; the next are not made before it resolves. */
  readonly write: (text: string) => Promise<void>
  readonly onProgress: (posts: number) => void
}

export interface LabelReport {
  posts: number
  broken: number
  unscored: number
}

/** Lines for each worker in one round: enough that waiting for the slowest costs little. */
const LINES_PER_JOB = 1024
/** What a part of a batch may take before its worker is ended: far more than any text needs. */
const LIMIT_MS = 20_000
const HEAP_MB = 512

/** Labels everything in the inputs, one after the other, in worker threads and in bounded memory. */
export async function labelInputs(inputs: readonly Input[], options: LabelOptions): Promise<LabelReport> {
  const report: LabelReport = { posts: 0, broken: 0, unscored: 0 }
  const pool = new PooledStage({
    name: 'label',
    worker: new URL('./label-worker.ts', import.meta.url),
    workerData: options.defaults,
    size: options.jobs,
    limitMs: LIMIT_MS,
    heapMb: HEAP_MB,
  })
  try {
    for (const input of inputs) await labelInput(pool, input, inputs.length > 1, options, report)
  } finally {
    await pool.close()
  }
  return report
}

async function labelInput(
  pool: PooledStage,
  input: Input,
  several: boolean,
  options: LabelOptions,
  report: LabelReport,
): Promise<void> {
  let format = options.format
  /** The batch under way: while it is labelled, the next one is read. */
  let before: Promise<void> = Promise.resolve()
  const finish = async (lines: readonly Line[], outcomes: Promise<readonly Outcome<string | null>[]>) => {
    const text = written(lines, await outcomes, several ? input.name : null, report)
    if (text !== '') await options.write(text)
    options.onProgress(report.posts)
  }
  try {
    await eachBatch(input, LINES_PER_JOB * options.jobs, async (lines) => {
      format ??= formatOf(input.name, lines)
      const jsonl = format === 'jsonl'
      const kept = jsonl ? lines.filter((line) => line.text.trim() !== '') : lines
      await before
      const fit = kept.flatMap((line) => (line.tooLong ? [] : [recordOf(line, several ? input.name : null, jsonl)]))
      before = finish(kept, pool.run(fit))
      before.catch(() => {})
    })
  } finally {
    // What was read before the input broke is told first.
    await before
  }
}

const idOf = (line: Line, file: string | null): string => (file === null ? `${line.number}` : `${file}:${line.number}`)

function recordOf(line: Line, file: string | null, jsonl: boolean): LogRecord {
  const position = { lane: 'background', partition: 0, offset: line.number } as const
  const value = jsonl ? line.text : JSON.stringify({ text: line.text })
  return { position, key: idOf(line, file), value, at: 0 }
}

/** The lines of output in the order of the input, counted. */
function written(
  lines: readonly Line[],
  outcomes: readonly Outcome<string | null>[],
  file: string | null,
  report: LabelReport,
): string {
  let next = 0
  let text = ''
  for (const line of lines) {
    report.posts++
    const outcome = line.tooLong ? null : outcomes[next++]
    let out = outcome?.kind === 'ok' ? outcome.value : null
    if (out === null || out === undefined) {
      const error =
        outcome?.kind === 'dead' ? `${outcome.code}: ${CATALOGUE[outcome.code].means}` : 'the line is over 4 MiB'
      out = JSON.stringify({ id: idFrom(idOf(line, file)), error })
    }
    if (BROKEN.test(out)) report.broken++
    else if (UNSCORED.test(out)) report.unscored++
    text += `${out}\n`
  }
  return text
}

// Of our own making, in this order: looked at rather than parsed again.
const BROKEN = /^\{"id":(?:\d+|-?[\d.e+-]+|"(?:[^"\\]|\\.)*"),"error":/
const UNSCORED = /^\{"id":(?:-?[\d.e+-]+|"(?:[^"\\]|\\.)*"),"lang":"[a-z]{3}","label":"unscored"/
