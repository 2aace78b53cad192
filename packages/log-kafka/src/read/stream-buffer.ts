import type { Lane } from '@moodlight/core'
import type { LogRecord } from '@moodlight/ports'
import type { Stream } from '../layout.ts'
import type { Fetched } from '../wire/protocol.ts'

/** Handed-out records kept for a rewind, per stream; beyond that a rewind asks the broker again. */
const KEPT_BYTES = 8 << 20

/** What has been fetched of one stream: records handed out and not committed, which a rewind gives again, and records ahead. */
export class StreamBuffer {
  readonly stream: Stream
  readonly lane: Lane
  readonly partition: number
  /** Asked for next. */
  fetchOffset: number
  /** Where the records end, as far as the broker has said. */
  end = 0
  /** Bytes of records not handed out yet. */
  ahead = 0
  /** The records before this offset are gone and nobody has said that this is accepted. */
  gap: number | null = null
  #records: LogRecord[] = []
  #sizes: number[] = []
  #next = 0
  #kept = 0

  constructor(stream: Stream, lane: Lane, at: number) {
    this.stream = stream
    this.lane = lane
    this.partition = stream.partition
    this.fetchOffset = at
  }

  get waiting(): number {
    return this.#records.length - this.#next
  }

  /** The time of the first record that was not handed out. */
  get firstAt(): number {
    return this.#records[this.#next]?.at ?? Number.POSITIVE_INFINITY
  }

  /** Takes what was fetched from `asked` on; an answer to an older question is left out. */
  add(asked: number, messages: readonly Fetched[], end: number): void {
    if (asked !== this.fetchOffset) return
    this.end = end
    for (const { offset, timestamp, key, value, isControlRecord } of messages) {
      const at = Number(offset)
      // A broker gives whole batches, also those that begin before the offset asked for.
      if (at < this.fetchOffset) continue
      this.fetchOffset = at + 1
      if (isControlRecord || value === null) continue
      const size = value.length + (key?.length ?? 0)
      this.ahead += size
      this.#sizes.push(size)
      this.#records.push({
        position: { lane: this.lane, partition: this.partition, offset: at },
        key: key?.toString() ?? '',
        value: value.toString(),
        at: Number(timestamp),
      })
    }
  }

  /** Hands out records while there is room; `force`: one in any case. */
  take(records: number, bytes: number, force: boolean, into: LogRecord[]): number {
    let taken = 0
    for (let n = 0; n < records && this.waiting > 0; n++) {
      const size = this.#sizes[this.#next]!
      if (taken + size > bytes && !(force && n === 0)) break
      into.push(this.#records[this.#next++]!)
      taken += size
    }
    this.ahead -= taken
    this.#kept += taken
    let over = 0
    for (let kept = this.#kept; kept > KEPT_BYTES && over < this.#next; over++) kept -= this.#sizes[over]!
    this.#forget(over)
    return taken
  }

  /** What was handed out before this offset is done with. */
  done(next: number): void {
    let n = 0
    while (n < this.#records.length && this.#records[n]!.position.offset < next) n++
    this.#forget(n)
    // Beyond everything fetched: the caller has accepted a gap.
    if (next > this.fetchOffset) this.seek(next)
    if (this.gap !== null && next >= this.gap) this.gap = null
  }

  /** Starts again at an offset: from what is kept, or else from the broker. */
  rewind(at: number): void {
    const first = this.#records[0]?.position.offset ?? this.fetchOffset
    if (this.#forgotten > at || first < at) {
      this.seek(at)
      return
    }
    this.ahead = this.#sizes.reduce((sum, size) => sum + size, 0)
    this.#next = 0
    this.#kept = 0
  }

  seek(at: number): void {
    this.#records = []
    this.#sizes = []
    this.#next = 0
    this.#kept = 0
    this.#forgotten = 0
    this.ahead = 0
    this.fetchOffset = at
  }

  /** The first offset that is certainly still kept, if anything was forgotten. */
  #forgotten = 0

  #forget(n: number): void {
    if (n === 0) return
    this.#forgotten = this.#records[n - 1]!.position.offset + 1
    const handed = Math.min(n, this.#next)
    for (let i = 0; i < handed; i++) this.#kept -= this.#sizes[i]!
    for (let i = handed; i < n; i++) this.ahead -= this.#sizes[i]!
    this.#records.splice(0, n)
    this.#sizes.splice(0, n)
    this.#next -= handed
  }
}
