import type { MentionFilter } from '@moodlight/ports'
import { END, type Frame, GAP, HEARTBEAT, idLine } from './frame.ts'

/** What a connection writes to: a ServerResponse, or anything that behaves like it. */
export interface Sink {
  write(chunk: Buffer): boolean
  readonly writableLength: number
  once(event: 'drain', listener: () => void): unknown
  end(): unknown
}

export interface ConnectionLimits {
  /** Bytes and events that wait for a slow reader; beyond that the oldest are dropped and a `gap` is told. */
  readonly bytes: number
  readonly events: number
  /** Most bytes handed to the socket at once. */
  readonly write: number
}

export const CONNECTION_LIMITS: ConnectionLimits = { bytes: 256 * 1024, events: 500, write: 64 * 1024 }

interface Queued {
  readonly frame: Frame
  readonly id: string | null
}

/**
 * The queue before one live reader. Node buffers without bound when write() says false (200 MB measured in FACTS.md), so
 * nothing is written before the socket is empty again: accounted bytes never exceed limits.bytes + limits.write + one event.
 */
export class Connection {
  readonly filter: MentionFilter
  readonly #sink: Sink
  readonly #limits: ConnectionLimits
  readonly #dropped: (n: number) => void
  readonly #written: (appendedAt: number) => void
  #queue: Queued[] = []
  readonly #idle: (() => void)[] = []
  #bytes = 0
  #gap = false
  #waiting = false
  #scheduled = false
  #closed = false
  /** Position behind everything queued so far, whether or not it was for this reader. */
  #position: string | null = null

  constructor(
    sink: Sink,
    filter: MentionFilter,
    on: { dropped(n: number): void; written(appendedAt: number): void },
    limits: ConnectionLimits = CONNECTION_LIMITS,
  ) {
    this.#sink = sink
    this.filter = filter
    this.#limits = limits
    this.#dropped = on.dropped
    this.#written = on.written
  }

  /** Bytes that this reader holds in memory. */
  get held(): number {
    return this.#bytes + this.#sink.writableLength
  }

  get closed(): boolean {
    return this.#closed
  }

  get queued(): number {
    return this.#queue.length
  }

  /** Queues the events of one record. `id`: the position behind it, also when it had nothing for this reader. */
  push(frames: readonly Frame[], id: string | null): void {
    if (this.#closed) return
    frames.forEach((frame, i) => {
      this.#queue.push({ frame, id: i === frames.length - 1 ? id : null })
      this.#bytes += frame.body.length
    })
    if (id !== null) this.#position = id
    this.#shed()
    if (frames.length > 0) this.#schedule()
  }

  /**
   * Resolves when everything queued has left, or the reader is gone: whoever tells old records waits for it, so that only a reader's
   * own slowness and never a burst of ours makes a gap.
   */
  drained(): Promise<void> {
    if (this.#closed || (this.#queue.length === 0 && !this.#waiting)) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  /** Something was missed before what comes next. */
  gap(): void {
    this.#gap = true
    this.#schedule()
  }

  /** Takes what is not to be shown any more out of the queue. */
  forget(gone: (frame: Frame) => boolean): void {
    const kept = this.#queue.filter(({ frame }) => !gone(frame))
    if (kept.length === this.#queue.length) return
    this.#queue = kept
    this.#bytes = kept.reduce((sum, { frame }) => sum + frame.body.length, 0)
  }

  /** A comment that keeps proxies from closing a quiet connection, with the position reached. */
  heartbeat(): void {
    if (this.#closed || this.#waiting || this.#queue.length > 0) return
    const at = this.#position === null ? [] : [idLine(this.#position), END]
    this.#put(Buffer.concat([HEARTBEAT, ...at]))
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#queue = []
    this.#bytes = 0
    this.#settle()
    this.#sink.end()
  }

  #shed(): void {
    let n = 0
    while (
      this.#queue.length - n > this.#limits.events ||
      (this.#bytes > this.#limits.bytes && this.#queue.length - n > 1)
    )
      this.#bytes -= this.#queue[n++]!.frame.body.length
    if (n === 0) return
    this.#queue.splice(0, n)
    this.#gap = true
    this.#dropped(n)
  }

  /** All events of one turn of the event loop leave in one write. */
  #schedule(): void {
    if (this.#scheduled || this.#waiting || this.#closed) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#flush()
    })
  }

  #flush(): void {
    while (!this.#closed && !this.#waiting && (this.#gap || this.#queue.length > 0)) {
      const chunks: Buffer[] = []
      let size = 0
      if (this.#gap) {
        this.#gap = false
        chunks.push(GAP.body, END)
      }
      let n = 0
      while (n < this.#queue.length && (n === 0 || size + this.#queue[n]!.frame.body.length <= this.#limits.write)) {
        const { frame, id } = this.#queue[n++]!
        size += frame.body.length
        chunks.push(frame.body, ...(id === null ? [] : [idLine(id)]), END)
        if (frame.appendedAt !== null) this.#written(frame.appendedAt)
      }
      this.#queue.splice(0, n)
      this.#bytes -= size
      this.#put(Buffer.concat(chunks))
    }
    if (!this.#waiting) this.#settle()
  }

  #settle(): void {
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  #put(chunk: Buffer): void {
    if (this.#sink.write(chunk)) return
    this.#waiting = true
    this.#sink.once('drain', () => {
      this.#waiting = false
      this.#flush()
    })
  }
}
