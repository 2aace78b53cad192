import type { DatabaseSync } from 'node:sqlite'
import { errorCode, MoodlightError } from '@moodlight/core'
import type { ResolvedOptions } from './config.ts'
import { pragma } from './database.ts'
import type { Positions } from './positions.ts'
import type { Segments } from './segments.ts'
import { coded, freeSpace } from './sqlite-error.ts'

/** More than this of values goes into further transactions, so that nobody waits long behind a burst. */
const TRANSACTION_BYTES = 8 * 1024 * 1024

interface Job {
  readonly write: () => unknown
  readonly bytes: number
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Group commit: all writes that arrive within one turn of the event loop share one transaction and one fsync; while an fsync
 * runs, the writes of the next turn gather behind it. A write resolves when its transaction is on disk.
 */
export class Writer {
  readonly #db: DatabaseSync
  readonly #options: ResolvedOptions
  readonly #segments: Segments
  readonly #positions: Positions
  readonly #onCommit: () => void
  /** Transactions so far that reached the disk: how well group commit works. */
  transactions = 0
  #queue: Job[] = []
  #scheduled = false
  #closed = false

  constructor(
    db: DatabaseSync,
    options: ResolvedOptions,
    segments: Segments,
    positions: Positions,
    onCommit: () => void,
  ) {
    this.#db = db
    this.#options = options
    this.#segments = segments
    this.#positions = positions
    this.#onCommit = onCommit
  }

  /**
   * Runs `write` in the next transaction. It checks first and writes then: a MoodlightError that it throws must come before
   * its first write, and refuses it alone; any other error takes back the transaction. `bytes`: about how much of
   * records it writes; 0 for what must go on when space runs out.
   */
  run<T>(write: () => T, bytes = 0): Promise<T> {
    if (this.#closed) return Promise.reject(new MoodlightError('ML_LOG_CLOSED', 'the log is closed'))
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ write, bytes, resolve: resolve as (value: unknown) => void, reject })
      this.#schedule()
    })
  }

  /** Writes what is queued and refuses what comes later. */
  close(): void {
    this.#closed = true
    while (this.#queue.length > 0) this.#flush()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#flush()
      if (this.#queue.length > 0) this.#schedule()
    })
  }

  #flush(): void {
    let bytes = 0
    let n = 0
    while (n < this.#queue.length && (n === 0 || bytes + this.#queue[n]!.bytes <= TRANSACTION_BYTES))
      bytes += this.#queue[n++]!.bytes
    const jobs = this.#keepReserve(this.#queue.splice(0, n))
    if (jobs.length === 0) return
    try {
      this.#transaction(jobs)
    } catch (error) {
      const full = errorCode(coded(error, this.#options.file)) === 'ML_LOG_FULL'
      if (full) this.#recycle()
      if (jobs.length === 1 && !full) jobs[0]!.reject(coded(error, this.#options.file))
      else for (const job of jobs) this.#alone(job)
    }
    this.#onCommit()
  }

  /** Refuses the writes with records that would eat into the reserve; pages that retention has freed count as space. */
  #keepReserve(jobs: Job[]): Job[] {
    if (jobs.every((job) => job.bytes === 0)) return jobs
    const free = pragma(this.#db, 'freelist_count') * pragma(this.#db, 'page_size')
    let room = freeSpace(this.#options.file) + free - this.#options.reserveBytes
    return jobs.filter((job) => {
      if (job.bytes === 0 || job.bytes <= room) {
        room -= job.bytes
        return true
      }
      job.reject(new MoodlightError('ML_LOG_FULL', 'no space is left for the log but its reserve'))
      return false
    })
  }

  /** On a full disk the space of the WAL can be used again, if what it holds fits into the file. */
  #recycle(): void {
    try {
      this.#db.exec('PRAGMA wal_checkpoint(RESTART)')
    } catch {
      // It does not fit; the writes say so.
    }
  }

  /** After a transaction failed as a whole: a large write must not take small ones down with it. */
  #alone(job: Job): void {
    try {
      this.#transaction([job])
    } catch (error) {
      job.reject(coded(error, this.#options.file))
    }
  }

  #transaction(jobs: readonly Job[]): void {
    const segments = this.#segments.snapshot()
    const positions = this.#positions.snapshot()
    const settle: (() => void)[] = []
    try {
      this.#db.exec('BEGIN IMMEDIATE')
      for (const job of jobs) {
        try {
          const value = job.write()
          settle.push(() => job.resolve(value))
        } catch (error) {
          if (!(error instanceof MoodlightError)) throw error
          settle.push(() => job.reject(error))
        }
      }
      this.#db.exec('COMMIT')
      this.transactions++
    } catch (error) {
      // SQLite rolls back by itself after some errors, among them a full disk.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      this.#segments.restore(segments)
      this.#positions.restore(positions)
      throw error
    }
    for (const done of settle) done()
  }
}
