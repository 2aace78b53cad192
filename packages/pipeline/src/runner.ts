import { type Clock, dead, errorCode, isTransient, type Lane, type Outcome, systemClock } from '@moodlight/core'
import type { GroupReader, LogRecord, StateStore, Topic } from '@moodlight/ports'
import { type BackoffOptions, backoffMs, pause } from './backoff.ts'
import { BatchSize } from './batch-size.ts'
import { deadLetterOfRecord, writeDeadLetters } from './dead-letters.ts'
import { commitOf, type Finished } from './finished.ts'
import { runHalving } from './halving.ts'
import { killPoint } from './kill-point.ts'
import type { RunnerProbe, RunnerStatus } from './probe.ts'
import type { Stage } from './stage.ts'
import { StartCounter } from './start-counter.ts'

export interface RunnerOptions {
  /** Name of the group, by which starts are counted: one for each stage. */
  readonly group: string
  /** The topic that `reader` reads. */
  readonly topic: Topic
  readonly reader: GroupReader
  readonly stage: Stage<LogRecord, string | null>
  /** Where ok values go; null: nowhere, the stage has written them itself. */
  readonly output: Topic | null
  /** For dead letters and the start counter. */
  readonly state: StateStore
  readonly clock?: Clock
  /** Most records, and bytes of JSON, of one batch. Three batches are in hand at most: read ahead, running, being committed. */
  readonly maxBatch?: number
  readonly maxBytes?: number
  /** The time that one batch should take, see {@link BatchSize}. */
  readonly targetMs?: number
  readonly backoff?: BackoffOptions
  /**
   * Other processes read in the same group: a commit that is refused as stale means that a partition was given to another, and what
   * was in hand of it is left to that one. Without it a stale commit is a fault of ours, and the runner fails.
   */
  readonly shared?: boolean
  readonly probe?: RunnerProbe
}

const IDLE_MS = 10_000

/**
 * Moves records from a topic through a stage. Reading ahead, running and committing overlap by one batch each; the stage sees
 * one batch at a time and commits follow in order, so that order per key is kept without further means.
 */
export class Runner {
  readonly #options: Required<Omit<RunnerOptions, 'probe'>> & { probe: RunnerProbe }
  readonly #size: BatchSize
  readonly #starts: StartCounter
  readonly #stopping = new AbortController()
  readonly #giveUp = new AbortController()
  #status: RunnerStatus = { state: 'new', detail: '' }
  #run: Promise<void> | null = null

  constructor(options: RunnerOptions) {
    this.#options = {
      clock: systemClock,
      maxBatch: 2000,
      maxBytes: 4 << 20,
      targetMs: 60,
      backoff: { baseMs: 100, maxMs: 10_000 },
      shared: false,
      probe: {},
      ...options,
    }
    this.#size = new BatchSize({ targetMs: this.#options.targetMs, first: 64, most: this.#options.maxBatch })
    this.#starts = new StartCounter(options.state, options.group)
  }

  status(): RunnerStatus {
    return this.#status
  }

  /** Runs until {@link stop}. Rejects when a broken invariant of ours stops it: the process must end then. */
  run(): Promise<void> {
    this.#run ??= this.#turns().then(
      () => {
        this.#status = { state: 'stopped', detail: '' }
      },
      (error) => {
        this.#status = { state: 'failed', detail: error instanceof Error ? error.message : String(error) }
        throw error
      },
    )
    return this.#run
  }

  /**
   * Finishes and commits what the stage has in hand; what was only read ahead stays uncommitted. After `limitMs` the stage is
   * told to give up: what it had not finished comes again at the next start.
   */
  async stop(limitMs = 10_000): Promise<void> {
    this.#stopping.abort()
    const timer = setTimeout(() => this.#giveUp.abort(), limitMs)
    await this.#run?.catch(() => {})
    clearTimeout(timer)
  }

  /** Each turn lasts until this member loses a partition with records of it in hand; the next starts at the commits. */
  async #turns(): Promise<void> {
    const { shared, reader, stage, probe } = this.#options
    for (;;) {
      try {
        return await this.#loop()
      } catch (error) {
        if (!shared || errorCode(error) !== 'ML_LOG_COMMIT_STALE') throw error
        probe.lost?.({ stage: stage.name, error })
        const rewound = await this.#persist('rewinding', () => reader.rewind().then(() => true))
        if (!rewound) return
      }
    }
  }

  async #loop(): Promise<void> {
    this.#status = { state: 'running', detail: '' }
    const { signal } = this.#stopping
    let ahead = await this.#firstBatch()
    let yielded: readonly LogRecord[] = []
    let done: Finished | null = null
    while (!signal.aborted) {
      let batch: readonly LogRecord[]
      if (yielded.length > 0) {
        batch = yielded
        yielded = []
      } else if (ahead.length === 0) {
        ahead = await this.#read(IDLE_MS)
        continue
      } else {
        batch = ahead
        ahead = []
        const live = isBackground(batch) ? await this.#read(0, ['live']) : []
        // Live posts that came meanwhile go first, but each batch steps aside only once: background work never starves.
        if (live.length > 0) [batch, yielded] = [live, batch]
      }
      const running = this.#execute(batch)
      // A failure below must not leave this one unheard.
      running.catch(() => {})
      if (done) await this.#commitBeside(done, running)
      if (ahead.length === 0 && yielded.length === 0) ahead = await this.#read(0)
      done = await running
      if (done && ahead.length === 0 && yielded.length === 0) {
        await this.#commit(done)
        done = null
      }
    }
    if (done) await this.#commit(done)
  }

  /** The first batch after a start, which may hold what killed the process the last times: see {@link StartCounter}. */
  async #firstBatch(): Promise<readonly LogRecord[]> {
    const { signal } = this.#stopping
    let batch: readonly LogRecord[] = []
    while (batch.length === 0 && !signal.aborted) batch = await this.#read(IDLE_MS)
    const first = batch
    if (!(await this.#persist('counting starts', () => this.#starts.started(first)))) return batch
    for (const record of batch) {
      if (signal.aborted) return []
      const mayRun = await this.#persist('marking a record', () => this.#starts.mark(record))
      const finished = mayRun ? await this.#execute([record]) : crashed(record)
      if (finished) await this.#commit(finished)
    }
    await this.#persist('counting starts', () => this.#starts.passed())
    return []
  }

  async #read(waitMs: number, lanes?: readonly Lane[]): Promise<readonly LogRecord[]> {
    const { reader, maxBytes } = this.#options
    const { signal } = this.#stopping
    const read = () => reader.next({ max: this.#size.size, maxBytes, waitMs, signal, ...(lanes && { lanes }) })
    return (await this.#persist('reading', read)) ?? []
  }

  /** null: stopped while the outside did not take it; nothing of it is committed. */
  async #execute(records: readonly LogRecord[]): Promise<Finished | null> {
    const { stage } = this.#options
    const { signal } = this.#giveUp
    let runMs = 0
    const outcomes = await this.#persist('running', async () => {
      const start = performance.now()
      const result = await runHalving(stage, records, signal)
      runMs = performance.now() - start
      return result
    })
    if (!outcomes) return null
    killPoint(`${stage.name}.ran`)
    this.#size.observe(records.length, runMs)
    return { records, outcomes, runMs }
  }

  /** A failed commit ends the turn, but not before the batch that runs beside it: the stage sees one at a time. */
  async #commitBeside(finished: Finished, running: Promise<unknown>): Promise<void> {
    try {
      await this.#commit(finished)
    } catch (error) {
      await running.catch(() => {})
      throw error
    }
  }

  async #commit(finished: Finished): Promise<void> {
    const { stage, output, reader, state, topic, clock, probe } = this.#options
    const start = performance.now()
    const letters = finished.records.flatMap((record, i) => {
      const outcome = finished.outcomes[i] as Outcome<string | null>
      if (outcome.kind !== 'dead') return []
      const { code, cause } = outcome
      return [deadLetterOfRecord({ stage: stage.name, topic, code, cause, at: clock.now() }, record)]
    })
    const commit = commitOf(stage.name, output, finished)
    const written = await this.#persist('committing', async () => {
      if (letters.length > 0) await writeDeadLetters(state, letters)
      await reader.commit(commit)
      return true
    })
    if (!written) return
    killPoint(`${stage.name}.committed`)
    if (letters.length > 0) probe.dead?.(letters)
    const live = finished.records.filter((r) => r.position.lane === 'live')
    probe.batch?.({
      stage: stage.name,
      records: finished.records.length,
      bytes: finished.records.reduce((sum, r) => sum + r.value.length, 0),
      runMs: finished.runMs,
      commitMs: performance.now() - start,
      oldestLive: live.length > 0 ? Math.min(...live.map((r) => r.at)) : null,
      ledger: commit.ledger,
    })
  }

  /** Tries again for as long as the error is transient; null when stopped meanwhile. */
  async #persist<T>(doing: string, work: () => Promise<T>): Promise<T | null> {
    const { stage, backoff, probe } = this.#options
    const { signal } = this.#stopping
    for (let attempt = 1; ; attempt++) {
      try {
        const result = await work()
        if (attempt > 1) this.#status = { state: 'running', detail: '' }
        return result
      } catch (error) {
        if (signal.aborted && (isTransient(error) || isAbort(error))) return null
        if (!isTransient(error)) throw error
        const waitMs = backoffMs(attempt, backoff)
        this.#status = { state: 'retrying', detail: `${doing}: ${(error as Error).message}` }
        probe.retry?.({ stage: stage.name, doing, attempt, waitMs, error })
        await pause(waitMs, signal)
        if (signal.aborted) return null
      }
    }
  }
}

const isBackground = (batch: readonly LogRecord[]) => batch.every((r) => r.position.lane === 'background')

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'

const crashed = (record: LogRecord): Finished => ({
  records: [record],
  outcomes: [dead('ML_STAGE_CRASH', 'The process ended each time it began this record.')],
  runMs: 0,
})
