import type { LedgerRow } from '@moodlight/ports'
import { fetchOnce, listOffsets, OLDEST } from '../wire/protocol.ts'
import type { Wire } from '../wire/wire.ts'
import { unpackRows } from './sums.ts'

export interface Entry {
  readonly offset: number
  readonly key: string
  readonly rows: readonly LedgerRow[]
}

/** Entries that a newer one has replaced stay in memory for a while: somebody may have read a pointer to them just before. */
const REPLACED_MS = 60_000

/** What the topic of the ledger holds; reads only what has come since the last time. */
export class LedgerView {
  readonly #wire: Wire
  readonly #topic: string
  readonly #byOffset = new Map<number, Entry>()
  readonly #byKey = new Map<string, Entry>()
  readonly #replaced: { offset: number; at: number }[] = []
  #next: number | null = null
  #reading: Promise<void> | null = null

  constructor(wire: Wire, topic: string) {
    this.#wire = wire
    this.#topic = topic
  }

  /** Brings the view up to what is in the topic now. @throws ML_LOG_UNAVAILABLE */
  async read(): Promise<void> {
    // A reading under way may have passed its end before what the caller wants to see was written.
    while (this.#reading) await this.#reading.catch(() => undefined)
    this.#reading = this.#wire
      .retrying('reading the ledger', () => this.#read())
      .finally(() => {
        this.#reading = null
      })
    return this.#reading
  }

  at(offset: number): Entry | null {
    return this.#byOffset.get(offset) ?? null
  }

  withPrefix(prefix: string): Entry[] {
    return [...this.#byKey.values()].filter((entry) => entry.key.startsWith(prefix))
  }

  async #read(): Promise<void> {
    while (this.#replaced.length > 0 && this.#replaced[0]!.at < Date.now() - REPLACED_MS)
      this.#byOffset.delete(this.#replaced.shift()!.offset)
    const stream = { topic: this.#topic, partition: 0 }
    this.#next ??= [...(await listOffsets(this.#wire, [stream], OLDEST)).values()][0] ?? 0
    for (;;) {
      const { end, messages } = await fetchOnce(this.#wire, stream, this.#next, 4 << 20)
      for (const { offset, key, value } of messages) {
        const at = Number(offset)
        if (at < this.#next || key === null) continue
        this.#next = at + 1
        this.#put(at, key.toString(), value === null ? null : value.toString())
      }
      if (this.#next >= end || messages.length === 0) return
    }
  }

  #put(offset: number, key: string, value: string | null): void {
    const former = this.#byKey.get(key)
    if (former) this.#replaced.push({ offset: former.offset, at: Date.now() })
    if (value === null) {
      this.#byKey.delete(key)
      return
    }
    const entry = { offset, key, rows: unpackRows(value) }
    this.#byKey.set(key, entry)
    this.#byOffset.set(offset, entry)
  }
}
