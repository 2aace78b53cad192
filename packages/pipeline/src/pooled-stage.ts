import { dead, MoodlightError, type Outcome } from '@moodlight/core'
import type { LogRecord } from '@moodlight/ports'
import { PoolSlot, WorkerLost } from './pool-slot.ts'
import type { Stage } from './stage.ts'

export interface PooledStageOptions {
  readonly name: string
  /** A module that builds the stage from `workerData` and calls serveStage. */
  readonly worker: URL
  /** Plain data for every worker. */
  readonly workerData: unknown
  /** Number of workers. */
  readonly size: number
  /** What a part of a batch may take before its worker is ended, in milliseconds. */
  readonly limitMs?: number
  /** Heap of one worker in MiB; a text that eats more kills the worker and nothing else. */
  readonly heapMb?: number
  /** Records that change the stage itself (settings): every worker gets them, in their place in the order. */
  readonly isControl?: (record: LogRecord) => boolean
  /** A worker was lost over records; for logs and metrics. */
  readonly onLost?: (info: { how: 'timeout' | 'crash'; records: number; detail: string }) => void
}

type Outcomes = readonly Outcome<string | null>[]
/** Some records on their way; `losses` counts the workers they have cost. */
interface Part {
  readonly at: number
  readonly records: readonly LogRecord[]
  readonly losses: number
}

/** The most records that one worker gets at once: small enough that all workers are busy and a lost part is found quickly. */
const MAX_PART = 256
const MIN_PART = 8
/** A lost part is cut into so many: it takes a third of the time limits that halving would take. */
const CUTS = 8
/** A worker reads its models first; a machine on which everything starts at once takes long over that, which is no fault. */
const START_MS = 180_000
/** One loss may be a machine that slept; the record alone must cost a second worker before it is called guilty. */
const GUILTY_LOSSES = 2

/**
 * Runs a stage in worker threads. A part past its time limit, or one that kills its worker, is cut until the guilty record is
 * found; that one becomes dead (law 6), and all others get their outcome from a new worker.
 */
export class PooledStage implements Stage<LogRecord, string | null> {
  readonly name: string
  readonly #options: Required<PooledStageOptions>
  readonly #slots: readonly PoolSlot[]
  readonly #controls: LogRecord[] = []
  #closed = false

  constructor(options: PooledStageOptions) {
    this.name = options.name
    this.#options = { limitMs: 2000, heapMb: 256, isControl: () => false, onLost: () => {}, ...options }
    const { worker, workerData, heapMb } = this.#options
    const slot = { worker, workerData, resourceLimits: { maxOldGenerationSizeMb: heapMb }, startMs: START_MS }
    this.#slots = Array.from({ length: Math.max(1, options.size) }, () => new PoolSlot(slot))
  }

  /** Starts all workers. @throws ML_INTERNAL when one does not come up. */
  async start(): Promise<void> {
    await Promise.all(this.#slots.map((slot) => slot.start()))
  }

  async run(batch: readonly LogRecord[]): Promise<Outcomes> {
    const outcomes: Outcome<string | null>[] = []
    for (let from = 0; from < batch.length; ) {
      let to = from
      while (to < batch.length && !this.#options.isControl(batch[to] as LogRecord)) to++
      outcomes.push(...(await this.#spread(batch.slice(from, to))))
      const control = batch[to]
      if (control) outcomes.push(await this.#control(control))
      from = to + 1
    }
    return outcomes
  }

  /** Spreads records over the workers; outcomes come back in their order. */
  async #spread(records: readonly LogRecord[]): Promise<Outcomes> {
    const outcomes = new Array<Outcome<string | null>>(records.length)
    const size = Math.min(MAX_PART, Math.max(MIN_PART, Math.ceil(records.length / this.#slots.length)))
    const parts: Part[] = []
    for (let at = 0; at < records.length; at += size)
      parts.push({ at, records: records.slice(at, at + size), losses: 0 })
    const work = async (slot: PoolSlot) => {
      try {
        await takeParts(slot)
      } catch (error) {
        // The others finish what they hold and take no more: a slot has one call at a time.
        parts.length = 0
        throw error
      }
    }
    const takeParts = async (slot: PoolSlot) => {
      for (let part = parts.shift(); part; part = parts.shift())
        for (const [at, outcome] of (await this.#runPart(slot, part)).entries()) outcomes[part.at + at] = outcome
    }
    await everyone(this.#slots.slice(0, parts.length).map(work))
    return outcomes
  }

  async #runPart(slot: PoolSlot, { records, losses }: Part): Promise<Outcomes> {
    try {
      await this.#ready(slot)
      return await slot.run(records, this.#options.limitMs)
    } catch (error) {
      if (!(error instanceof WorkerLost)) throw error
      if (this.#closed) throw new MoodlightError('ML_LOG_CLOSED', 'the pool is closed')
      this.#options.onLost({ how: error.how, records: records.length, detail: error.message })
      const lost = losses + 1
      if (records.length === 1 && lost >= GUILTY_LOSSES)
        return [dead(error.how === 'timeout' ? 'ML_STAGE_TIMEOUT' : 'ML_STAGE_CRASH', error.message)]
      const size = Math.ceil(records.length / CUTS)
      const outcomes: Outcome<string | null>[] = []
      for (let at = 0; at < records.length; at += size)
        outcomes.push(...(await this.#runPart(slot, { at, records: records.slice(at, at + size), losses: lost })))
      return outcomes
    }
  }

  /** Every worker takes the record; the outcome of the first counts. New workers take it before anything else. */
  async #control(record: LogRecord): Promise<Outcome<string | null>> {
    const all = await everyone(this.#slots.map((slot) => this.#runPart(slot, { at: 0, records: [record], losses: 0 })))
    const outcome = all[0]?.[0] as Outcome<string | null>
    // Broadcast copies of the same record say the same; what could not be taken is not given to new workers either.
    if (outcome.kind === 'ok' && this.#controls.at(-1)?.value !== record.value) this.#controls.push(record)
    return outcome
  }

  async #ready(slot: PoolSlot): Promise<void> {
    if (slot.running || this.#closed) return
    await slot.start()
    if (this.#controls.length > 0) await slot.run(this.#controls, this.#options.limitMs)
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#slots.map((slot) => slot.close()))
  }
}

/** Promise.all that waits for everyone before it throws the first error. */
async function everyone<T>(all: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(all)
  return Promise.all(all)
}
