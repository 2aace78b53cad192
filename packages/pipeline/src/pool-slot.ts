import { setTimeout as sleep } from 'node:timers/promises'
import { type ResourceLimits, Worker } from 'node:worker_threads'
import { fromWire, MoodlightError, type Outcome } from '@moodlight/core'
import type { LogRecord } from '@moodlight/ports'
import type { PoolAnswer, PoolCall } from './pool-protocol.ts'

export interface SlotOptions {
  /** A module that calls serveStage. */
  readonly worker: URL
  /** Plain data, given to every worker that is started. */
  readonly workerData: unknown
  readonly resourceLimits: ResourceLimits
  /** Time in which a worker must be ready, in milliseconds. */
  readonly startMs: number
}

/** The worker ended, or was ended, under the records it had in hand. */
export class WorkerLost extends Error {
  override readonly name = 'WorkerLost'
  readonly how: 'timeout' | 'crash'

  constructor(how: 'timeout' | 'crash', detail: string) {
    super(detail)
    this.how = how
  }
}

/** A part that has had less than this share of its time limit from the processor was not slow: the machine was busy. */
const STARVED = 0.5
/** So often its time is given to it again; then it is lost all the same, since it may wait for something that never comes. */
const MOST_AGAIN = 20

interface Waiting {
  id: number
  resolve(outcomes: readonly Outcome<string | null>[]): void
  reject(error: Error): void
}

/** One place of the pool: a worker thread, and another one when it is lost. */
export class PoolSlot {
  readonly #options: SlotOptions
  #worker: Worker | null = null
  #waiting: Waiting | null = null
  #nextId = 1
  /** Processor time of the worker when it answered last. */
  #usedMs = 0

  constructor(options: SlotOptions) {
    this.#options = options
  }

  get running(): boolean {
    return this.#worker !== null
  }

  /** Starts a worker. @throws ML_INTERNAL when it does not come up: that is the deployment's fault, not a record's. */
  async start(): Promise<void> {
    const { worker: url, workerData, resourceLimits, startMs } = this.#options
    const worker = new Worker(url, { workerData, resourceLimits })
    let why = ''
    const ready = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => {
        why = `it was not ready within ${startMs} ms`
        resolve(false)
      }, startMs)
      const settle = (isReady: boolean) => {
        clearTimeout(timer)
        resolve(isReady)
      }
      worker.once('message', ({ usedMs }: PoolAnswer) => {
        this.#usedMs = usedMs
        settle(true)
      })
      worker.on('error', (error) => {
        why = error.message
        settle(false)
      })
      worker.once('exit', (code) => {
        why ||= `it exited with ${code}`
        settle(false)
      })
    })
    if (!ready) {
      await worker.terminate()
      throw new MoodlightError('ML_INTERNAL', `a worker of the pool does not start: ${why}`)
    }
    this.#worker = worker
    worker.on('message', (answer: PoolAnswer) => this.#answered(answer))
    worker.once('error', (error) => this.#lost(worker, 'crash', error.message))
    worker.once('exit', (code) => this.#lost(worker, 'crash', `the worker exited with ${code}`))
  }

  #answered(answer: PoolAnswer): void {
    const waiting = this.#waiting
    this.#usedMs = answer.usedMs
    if (answer.t === 'ready' || waiting?.id !== answer.id) return
    this.#waiting = null
    if (answer.t === 'done') waiting.resolve(answer.outcomes)
    else waiting.reject(fromWire(answer.error))
  }

  #lost(worker: Worker, how: 'timeout' | 'crash', detail: string): void {
    if (this.#worker !== worker) return
    this.#worker = null
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.reject(new WorkerLost(how, detail))
  }

  /** Whether the worker has hardly had the processor since it answered last. One that cannot even say so hangs. */
  async #starved(worker: Worker, limitMs: number): Promise<boolean> {
    const silent = new AbortController()
    const used = await Promise.race([
      worker.cpuUsage().catch(() => null),
      sleep(limitMs, null, { signal: silent.signal }).catch(() => null),
    ])
    silent.abort()
    return used !== null && (used.user + used.system) / 1000 - this.#usedMs < limitMs * STARVED
  }

  /** Runs records in the worker. @throws WorkerLost when it dies, or has had the processor for about `limitMs` without an answer. */
  async run(records: readonly LogRecord[], limitMs: number): Promise<readonly Outcome<string | null>[]> {
    const worker = this.#worker
    if (!worker) throw new WorkerLost('crash', 'the worker is not running')
    const id = this.#nextId++
    let timer: NodeJS.Timeout | undefined
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting = { id, resolve, reject }
        const late = async (again: number) => {
          if (again < MOST_AGAIN && (await this.#starved(worker, limitMs))) {
            if (this.#waiting?.id === id) timer = setTimeout(late, limitMs, again + 1)
            return
          }
          if (this.#waiting?.id !== id) return
          this.#lost(worker, 'timeout', `no answer within ${limitMs} ms`)
          void worker.terminate()
        }
        timer = setTimeout(late, limitMs, 0)
        worker.postMessage({ id, records } satisfies PoolCall)
      })
    } finally {
      clearTimeout(timer)
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    this.#waiting?.reject(new WorkerLost('crash', 'the pool is closed'))
    this.#waiting = null
    await worker?.terminate()
  }
}
