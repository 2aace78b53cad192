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
      worker.once('message', () => settle(true))
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

  /** Runs records in the worker. @throws WorkerLost when it takes longer than `limitMs` or dies. */
  async run(records: readonly LogRecord[], limitMs: number): Promise<readonly Outcome<string | null>[]> {
    const worker = this.#worker
    if (!worker) throw new WorkerLost('crash', 'the worker is not running')
    const id = this.#nextId++
    let timer: NodeJS.Timeout | undefined
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting = { id, resolve, reject }
        timer = setTimeout(() => {
          this.#lost(worker, 'timeout', `no answer within ${limitMs} ms`)
          void worker.terminate()
        }, limitMs)
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
