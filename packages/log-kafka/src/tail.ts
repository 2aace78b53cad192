import { MoodlightError } from '@moodlight/core'
import type { LogRecord, Tail, TailItem, Topic } from '@moodlight/ports'
import { type Layout, type Stream, streamKey } from './layout.ts'
import { Fetcher } from './read/fetcher.ts'
import { Signal } from './read/signal.ts'
import { StreamBuffer } from './read/stream-buffer.ts'
import { logName, parseTailId, tailId } from './tail-id.ts'
import { coded } from './wire/kafka-error.ts'
import { listOffsets, NEWEST, OLDEST } from './wire/protocol.ts'
import type { Wire } from './wire/wire.ts'

/** Of the values in one answer. */
const MAX_BYTES = 4 << 20
const PROBE_RETRY_MS = 5000

/**
 * Reads the live lane of a topic in order of time over its partitions: no group, no commits, nobody notices. The order is the same
 * for everybody who reads, and with it the ids: a record waits until all other partitions have come to its time, which the ticks
 * (one a second in each) let them do. When one says nothing for `holdMs`, the others go on without it, and two readers may for
 * so long take turns in another order; their ids mean the same place to both all the same.
 */
export class KafkaTail implements Tail {
  readonly #wire: Wire
  readonly #topic: Topic
  readonly #name: string
  readonly #changed = new Signal()
  readonly #fetcher: Fetcher
  readonly #buffers: readonly StreamBuffer[]
  readonly #next: number[]
  /** The time up to which each partition was told. */
  readonly #told: number[]
  readonly #holdMs: number
  /** Since when a record waits for a partition that says nothing. */
  #heldAt: number | null = null
  /** true: until all have something to say again, nobody is waited for. */
  #impatient = false
  #lost: boolean
  #closed = false
  readonly #onClose: () => void

  private constructor(
    wire: Wire,
    { topic, name, streams }: { topic: Topic; name: string; streams: readonly Stream[] },
    { next, lost }: { next: readonly number[]; lost: boolean },
    { number, holdMs, onClose }: { number: number; holdMs: number; onClose: () => void },
  ) {
    this.#wire = wire
    this.#topic = topic
    this.#name = name
    this.#next = [...next]
    this.#told = next.map(() => 0)
    this.#holdMs = holdMs
    this.#lost = lost
    this.#buffers = streams.map((stream, p) => new StreamBuffer(stream, 'live', next[p]!))
    this.#fetcher = new Fetcher(wire, `tail-${number}`, this.#changed)
    this.#fetcher.serve(this.#buffers)
    this.#onClose = onClose
    wire.closing.signal.addEventListener('abort', () => this.#changed.rouse(), { once: true })
  }

  static async open(
    wire: Wire,
    layout: Layout,
    { topic, from, ...own }: { topic: Topic; from: string; number: number; holdMs: number; onClose: () => void },
  ): Promise<KafkaTail> {
    const name = logName(wire.clusterId, layout.prefix)
    const kafkaTopic = layout.topic(topic, 'live')
    const streams = wire.streams(kafkaTopic)
    const asked = from === 'now' || from === 'oldest' ? null : parseTailId(from, name, topic, streams.length)
    const look = (time: string) => wire.retrying(`reading ${kafkaTopic}`, () => listOffsets(wire, streams, time))
    const ends = async (time: string) => {
      const found = await look(time)
      return streams.map((stream) => found.get(streamKey(stream))!)
    }
    const place = async () => {
      if (from === 'now') return { next: await ends(NEWEST), lost: false }
      const oldest = await ends(OLDEST)
      if (from === 'oldest') return { next: oldest, lost: false }
      const newest = await ends(NEWEST)
      // Of another log, or from further ahead than this one is: what it stood for is gone.
      const foreign = asked === null || asked.some((n, p) => n > newest[p]!)
      const next = foreign ? oldest : asked.map((n, p) => Math.max(n, oldest[p]!))
      return { next, lost: foreign || asked.some((n, p) => n < oldest[p]!) }
    }
    return new KafkaTail(wire, { topic, name, streams }, await place(), own)
  }

  async next({ max, waitMs, signal }: Parameters<Tail['next']>[0]): Promise<readonly TailItem[]> {
    const until = Date.now() + waitMs
    for (let probed = false; ; ) {
      if (this.#closed || this.#wire.closing.signal.aborted)
        throw new MoodlightError('ML_LOG_CLOSED', 'the tail is closed')
      if (this.#fetcher.fatal !== null) throw coded(this.#fetcher.fatal, 'following')
      if (signal?.aborted || max <= 0) return []
      if (!probed && this.#buffers.reduce((sum, b) => sum + b.waiting, 0) < max) {
        probed = true
        await this.#probe(signal)
        continue
      }
      const left = until - Date.now()
      // Whoever waits no longer gets what is there, but not before what the broker has besides it.
      if (left <= 0 && left > -PROBE_RETRY_MS && this.#buffers.some(behind)) {
        await this.#probe(signal)
        continue
      }
      const items = this.#take(max, left <= 0)
      if (items.length > 0) {
        this.#fetcher.pump()
        return items
      }
      if (left <= 0) return []
      const held = this.#impatient || this.#heldAt === null ? left : this.#heldAt + this.#holdMs - Date.now()
      await this.#changed.sleep(Math.max(1, Math.min(left, held)), signal)
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#fetcher.close()
    this.#changed.rouse()
    this.#onClose()
  }

  #probe(signal: AbortSignal | undefined): Promise<void> {
    return this.#wire.retrying('following', () => this.#fetcher.probe(this.#buffers, signal), PROBE_RETRY_MS)
  }

  #take(max: number, anyhow: boolean): TailItem[] {
    const items: TailItem[] = []
    for (const [p, buffer] of this.#buffers.entries()) {
      if (buffer.gap === null) continue
      this.#next[p] = buffer.gap
      buffer.done(buffer.gap)
      this.#lost = true
    }
    if (this.#lost) {
      items.push({ kind: 'gap', id: this.#id() })
      this.#lost = false
    }
    let bytes = 0
    while (items.length < max && bytes < MAX_BYTES) {
      const first = this.#buffers.reduce((a, b) => (this.#timeOf(b) < this.#timeOf(a) ? b : a))
      if (first.waiting === 0 || !(this.#mayGo() || anyhow)) break
      this.#told[first.partition] = this.#timeOf(first)
      const taken: LogRecord[] = []
      bytes += first.take(1, 0, true, taken)
      this.#next[first.partition] = taken[0]!.position.offset + 1
      items.push({ kind: 'record', id: this.#id(), record: taken[0]! })
    }
    for (const [p, buffer] of this.#buffers.entries()) buffer.done(this.#next[p]!)
    return items
  }

  /** Of the next record; never before the one before it, though the clocks of two leaders may differ. */
  #timeOf(buffer: StreamBuffer): number {
    return Math.max(buffer.firstAt, this.#told[buffer.partition]!)
  }

  /** Whether nothing can come any more that belongs before what is here. */
  #mayGo(): boolean {
    if (this.#buffers.every(({ waiting }) => waiting > 0)) {
      this.#heldAt = null
      this.#impatient = false
      return true
    }
    this.#heldAt ??= Date.now()
    this.#impatient ||= Date.now() - this.#heldAt >= this.#holdMs
    return this.#impatient
  }

  #id(): string {
    return tailId(this.#name, this.#topic, this.#next)
  }
}

/** true: the broker has more than is here. */
const behind = (buffer: StreamBuffer) => buffer.waiting === 0 && buffer.gap === null && buffer.fetchOffset < buffer.end
