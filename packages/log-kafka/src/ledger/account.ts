import { randomBytes } from 'node:crypto'
import { MoodlightError } from '@moodlight/core'
import type { LedgerDelta, LedgerRow } from '@moodlight/ports'
import { message, type Producer } from '../producer.ts'
import { packRows, Sums } from './sums.ts'
import type { LedgerView } from './view.ts'

export interface LedgerBook {
  readonly view: LedgerView
  readonly producer: Producer
  readonly topic: string
}

/**
 * The sums of one partition's commits, without transactions and exact. A commit writes the new sums (not the difference) as a
 * record of the ledger, and then its offsets with a pointer to that record: only what is pointed to counts, and the pointer moves
 * in the same write as the offsets. A crash between the two, or a reader that has lost its partition, leaves a record that nothing
 * points to. Two keys take turns, so that compaction never removes the record that is pointed to.
 */
export class Account {
  readonly #book: LedgerBook
  readonly #name: string
  #pointer: string
  #rows: readonly LedgerRow[] | null
  /** Nobody else ever writes under this key: a record that is pointed to must not be written over. */
  readonly #key: string
  #slot = 0
  #leftovers: readonly string[] = []

  /** `name` is that of group, topic, lane and partition; `pointer` is the metadata of its commit. */
  constructor(book: LedgerBook, name: string, pointer: string) {
    this.#book = book
    this.#name = name
    this.#key = `${name}/${randomBytes(8).toString('hex')}`
    this.#pointer = pointer
    this.#rows = pointer === '' ? [] : null
  }

  get pointer(): string {
    return this.#pointer
  }

  /** Writes the sums with these rows added. Nothing counts before `settled` is called, or the pointer is committed. */
  async write(deltas: readonly LedgerDelta[]): Promise<{ pointer: string; settled: () => void }> {
    const { producer, topic } = this.#book
    this.#rows ??= await this.#load()
    const rows = new Sums().add(this.#rows).add(deltas).rows
    const key = `${this.#key}/${this.#slot}`
    const [offset] = await producer.send({ topic, partition: 0 }, [message(key, packRows(rows))])
    const pointer = String(offset)
    const settled = () => {
      this.#pointer = pointer
      this.#rows = rows
      this.#slot = 1 - this.#slot
      const leftovers = this.#leftovers.map((left) => message(left, null))
      this.#leftovers = []
      // Tidying: records of former readers of the partition. If it fails they stay, and still do not count.
      if (leftovers.length > 0) producer.send({ topic, partition: 0 }, leftovers).catch(() => undefined)
    }
    return { pointer, settled }
  }

  async #load(): Promise<readonly LedgerRow[]> {
    const { view } = this.#book
    await view.read()
    const entry = view.at(Number(this.#pointer))
    if (!entry)
      throw new MoodlightError(
        'ML_LOG_CORRUPT',
        `The record ${this.#pointer} of the ledger, of ${this.#name}, is gone.`,
      )
    this.#leftovers = view.withPrefix(`${this.#name}/`).map(({ key }) => key)
    return entry.rows
  }
}

/** Sums of rows that came with appends: there is no position to count them by, so each process keeps its own. */
export class AppendAccount {
  readonly #book: LedgerBook
  readonly #key = `${APPENDS}${randomBytes(8).toString('hex')}`
  #rows: readonly LedgerRow[] = []
  #waiting: { deltas: readonly LedgerDelta[]; resolve: () => void; reject: (error: unknown) => void }[] = []
  #writing = false

  constructor(book: LedgerBook) {
    this.#book = book
  }

  /** Resolves when the rows are durable. A failed write counts nothing, and is written over by the next. */
  add(deltas: readonly LedgerDelta[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ deltas, resolve, reject })
      void this.#write()
    })
  }

  async #write(): Promise<void> {
    if (this.#writing) return
    this.#writing = true
    const { producer, topic } = this.#book
    while (this.#waiting.length > 0) {
      const taken = this.#waiting.splice(0)
      const rows = new Sums().add(this.#rows).add(taken.flatMap(({ deltas }) => deltas)).rows
      try {
        await producer.send({ topic, partition: 0 }, [message(this.#key, packRows(rows))])
        this.#rows = rows
        for (const { resolve } of taken) resolve()
      } catch (error) {
        for (const { reject } of taken) reject(error)
      }
    }
    this.#writing = false
  }
}

export const APPENDS = 'append/'
