import { MoodlightError } from '@moodlight/core'
import { streamKey } from '../layout.ts'
import { errorOf, KafkaError, retriable, typeOf } from '../wire/kafka-error.ts'
import { byTopic, type FetchAnswer, listOffsets, NEWEST, OLDEST } from '../wire/protocol.ts'
import type { Wire } from '../wire/wire.ts'
import type { Signal } from './signal.ts'
import type { StreamBuffer } from './stream-buffer.ts'

/** How long a broker keeps a question open when there is nothing to give; a stream that is added meanwhile waits as long. */
const POLL_MS = 500
/** … and while a full buffer is left out of the question, so that it is asked about again soon. */
const SHORT_POLL_MS = 10
const STREAM_BYTES = 1 << 20
const ANSWER_BYTES = 8 << 20

/**
 * Keeps the buffers of a reader filled: one question at a time to each node that leads some of them, on a connection of its
 * own. Our own loop instead of the consumer of kafkajs: it cannot crash without a restart, does not go on through a rebalance,
 * and never jumps to the end because an offset has expired.
 */
export class Fetcher {
  readonly #wire: Wire
  readonly #purpose: string
  readonly #arrival: Signal
  readonly #asking = new Set<number>()
  #buffers: readonly StreamBuffer[] = []
  #failures = 0
  #closed = false
  /** A failure that trying again does not mend. */
  fatal: unknown = null

  constructor(wire: Wire, purpose: string, arrival: Signal) {
    this.#wire = wire
    this.#purpose = purpose
    this.#arrival = arrival
  }

  /** From now on these buffers are filled. */
  serve(buffers: readonly StreamBuffer[]): void {
    this.#buffers = buffers
    this.pump()
  }

  close(): void {
    this.#closed = true
    this.#buffers = []
    this.#wire.drop(this.#purpose)
  }

  /** To be called when a buffer has room again. */
  pump(): void {
    if (this.#closed || this.#failures > 0 || this.#wire.closing.signal.aborted) return
    const nodes = new Map<number, { wanted: StreamBuffer[]; full: boolean }>()
    for (const buffer of this.#buffers) {
      if (buffer.gap !== null) continue
      const leader = this.#wire.topic(buffer.stream.topic)?.leaders[buffer.partition] ?? -1
      if (leader < 0) return void this.#failed(new KafkaError('LEADER_NOT_AVAILABLE', 'no leader', true))
      const node = nodes.get(leader) ?? { wanted: [], full: false }
      nodes.set(leader, node)
      if (buffer.ahead >= STREAM_BYTES) node.full = true
      else node.wanted.push(buffer)
    }
    for (const [node, { wanted, full }] of nodes)
      if (wanted.length > 0 && !this.#asking.has(node)) void this.#ask(node, wanted, full ? SHORT_POLL_MS : POLL_MS)
  }

  /** Waits until what the leaders hold at this moment of the streams without a record ahead has begun to arrive. @throws KafkaError */
  async probe(buffers: readonly StreamBuffer[], signal?: AbortSignal): Promise<void> {
    const empty = buffers.filter((b) => b.waiting === 0 && b.gap === null)
    if (empty.length === 0) return
    const ends = await listOffsets(
      this.#wire,
      empty.map((b) => b.stream),
      NEWEST,
    )
    const until = Date.now() + 10_000
    const missing = (b: StreamBuffer) =>
      b.waiting === 0 &&
      b.gap === null &&
      b.fetchOffset < (ends.get(streamKey(b.stream)) ?? 0) &&
      this.#buffers.includes(b)
    while (!this.#closed && !signal?.aborted && empty.some(missing)) {
      if (Date.now() > until || this.fatal !== null) return
      await this.#arrival.sleep(1000, signal)
    }
  }

  async #ask(node: number, wanted: readonly StreamBuffer[], waitMs: number): Promise<void> {
    this.#asking.add(node)
    const asked = new Map(wanted.map((buffer) => [streamKey(buffer.stream), { buffer, offset: buffer.fetchOffset }]))
    const partitions = wanted.map((b) => ({ ...b.stream, fetchOffset: String(b.fetchOffset), maxBytes: STREAM_BYTES }))
    const args = { maxWaitTime: waitMs, minBytes: 1, maxBytes: ANSWER_BYTES, topics: byTopic(partitions) }
    try {
      const timeoutMs = this.#wire.options.requestTimeoutMs + waitMs
      const answer = await this.#wire.call<FetchAnswer>(node, this.#purpose, 'Fetch', args, timeoutMs)
      let trouble: KafkaError | null = null
      for (const { topicName: topic, partitions } of answer.responses)
        for (const { partition, errorCode, highWatermark, messages } of partitions) {
          const question = asked.get(streamKey({ topic, partition }))
          if (!question) continue
          const error = errorOf(errorCode)
          if (typeOf(error) === 'OFFSET_OUT_OF_RANGE') await this.#outOfRange(question.buffer, question.offset)
          else if (error) trouble = error
          else question.buffer.add(question.offset, messages, Number(highWatermark))
        }
      if (trouble) throw trouble
      this.#arrival.rouse()
    } catch (error) {
      void this.#failed(error)
    } finally {
      this.#asking.delete(node)
      this.pump()
    }
  }

  /** Nothing is skipped: what is gone becomes a gap that the reader must hear of, and accept. */
  async #outOfRange(buffer: StreamBuffer, asked: number): Promise<void> {
    const oldest = (await listOffsets(this.#wire, [buffer.stream], OLDEST)).get(streamKey(buffer.stream)) ?? 0
    if (buffer.fetchOffset !== asked) return
    if (asked < oldest) {
      buffer.gap = oldest
      return
    }
    const newest = (await listOffsets(this.#wire, [buffer.stream], NEWEST)).get(streamKey(buffer.stream)) ?? 0
    if (asked <= newest) return
    const where = `${streamKey(buffer.stream)} ends at ${newest}, and ${asked} was expected`
    throw new MoodlightError('ML_LOG_CORRUPT', `The topic was made anew or has lost its end: ${where}.`)
  }

  /** Waits and looks again who leads; then everybody is asked again. */
  async #failed(error: unknown): Promise<void> {
    if (this.#closed || this.#wire.closing.signal.aborted) return
    if (!retriable(error)) {
      this.fatal = error
      this.#closed = true
      return this.#arrival.rouse()
    }
    if (++this.#failures > 1) return // Somebody is waiting already.
    for (let attempt = 1; !this.#closed; attempt++)
      if ((await this.#wire.lookAgain(attempt)) || this.#wire.closing.signal.aborted) break
    this.#failures = 0
    this.pump()
  }
}
