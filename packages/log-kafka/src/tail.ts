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

/** Reads the live lane of a topic in order of time over its partitions: no group, no commits, nobody notices. */
export class KafkaTail implements Tail {
  readonly #wire: Wire
  readonly #topic: Topic
  readonly #name: string
  readonly #changed = new Signal()
  readonly #fetcher: Fetcher
  readonly #buffers: readonly StreamBuffer[]
  readonly #next: number[]
  #lost: boolean
  #closed = false
  readonly #onClose: () => void

  private constructor(
    wire: Wire,
    { topic, name, streams }: { topic: Topic; name: string; streams: readonly Stream[] },
    { next, lost }: { next: readonly number[]; lost: boolean },
    number: number,
    onClose: () => void,
  ) {
    this.#wire = wire
    this.#topic = topic
    this.#name = name
    this.#next = [...next]
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
    { topic, from, number, onClose }: { topic: Topic; from: string; number: number; onClose: () => void },
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
    return new KafkaTail(wire, { topic, name, streams }, await place(), number, onClose)
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
        await this.#wire.retrying('following', () => this.#fetcher.probe(this.#buffers, signal), PROBE_RETRY_MS)
        continue
      }
      const items = this.#take(max)
      if (items.length > 0) {
        this.#fetcher.pump()
        return items
      }
      const left = until - Date.now()
      if (left <= 0) return []
      await this.#changed.sleep(left, signal)
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#fetcher.close()
    this.#changed.rouse()
    this.#onClose()
  }

  #take(max: number): TailItem[] {
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
      const first = this.#buffers.reduce((a, b) => (b.firstAt < a.firstAt ? b : a))
      if (first.waiting === 0) break
      const taken: LogRecord[] = []
      bytes += first.take(1, 0, true, taken)
      this.#next[first.partition] = taken[0]!.position.offset + 1
      items.push({ kind: 'record', id: this.#id(), record: taken[0]! })
    }
    for (const [p, buffer] of this.#buffers.entries()) buffer.done(this.#next[p]!)
    return items
  }

  #id(): string {
    return tailId(this.#name, this.#topic, this.#next)
  }
}
