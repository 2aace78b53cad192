import type { LogPosition } from '@moodlight/core'
import type { Topic } from '@moodlight/ports'
import { LANES, type Layout, streamKey } from '../layout.ts'
import { Account, type LedgerBook } from '../ledger/account.ts'
import { StreamBuffer } from '../read/stream-buffer.ts'
import type { Committed } from '../wire/protocol.ts'

/** One stream of a partition that a reader holds. */
export interface Held {
  readonly key: string
  readonly buffer: StreamBuffer
  /** The offset that is read next after a rewind. */
  committed: number
  /** Highest offset handed out, plus one. */
  handed: number
  account: Account
}

/** What a reader holds of its topic: partitions that are its own, and those it must give back once what is in hand is done. */
export class Share {
  readonly #layout: Layout
  readonly #book: LedgerBook
  readonly #group: string
  readonly #topic: Topic
  readonly #held = new Map<string, Held>()
  #assigned: readonly number[] = []

  constructor(layout: Layout, book: LedgerBook, group: string, topic: Topic) {
    this.#layout = layout
    this.#book = book
    this.#group = group
    this.#topic = topic
  }

  /** Partitions held, in hand ones included: what nobody else may get. */
  get partitions(): number[] {
    return [...new Set([...this.#held.values()].map(({ buffer }) => buffer.partition))]
  }

  get all(): Held[] {
    return [...this.#held.values()]
  }

  /** Those of which something new may be handed out. */
  get open(): Held[] {
    return this.all.filter(({ buffer }) => this.#assigned.includes(buffer.partition))
  }

  get inHand(): boolean {
    return this.all.some((held) => held.handed > held.committed)
  }

  /** null: not (or no longer) held. */
  at(position: Pick<LogPosition, 'lane' | 'partition'>): Held | null {
    return this.#held.get(streamKey(this.#layout.stream(this.#topic, position))) ?? null
  }

  holds(held: Held): boolean {
    return this.#held.get(held.key) === held
  }

  /** Partitions that are assigned and not held yet. */
  missing(assigned: readonly number[]): number[] {
    return assigned.filter((p) => this.at({ lane: 'live', partition: p }) === null)
  }

  /** From now on these are the reader's own. */
  assign(assigned: readonly number[]): void {
    this.#assigned = assigned
  }

  add(partition: number, commits: ReadonlyMap<string, Committed>): void {
    for (const lane of LANES) {
      const stream = this.#layout.stream(this.#topic, { lane, partition })
      const key = streamKey(stream)
      const { offset, metadata } = commits.get(key)!
      const account = this.account(key, metadata)
      this.#held.set(key, {
        key,
        buffer: new StreamBuffer(stream, lane, offset),
        committed: offset,
        handed: offset,
        account,
      })
    }
  }

  account(key: string, pointer: string): Account {
    return new Account(this.#book, `${this.#layout.group(this.#group, this.#topic)}/${key}`, pointer)
  }

  /** Lets go of what is not the reader's own and has nothing in hand. true: something was let go. */
  release(): boolean {
    const kept = new Set(this.#assigned)
    for (const { buffer, handed, committed } of this.#held.values()) if (handed > committed) kept.add(buffer.partition)
    const gone = this.all.filter(({ buffer }) => !kept.has(buffer.partition))
    for (const { key } of gone) this.#held.delete(key)
    return gone.length > 0
  }

  clear(): void {
    this.#assigned = []
    this.#held.clear()
  }
}
