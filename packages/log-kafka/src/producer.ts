import { MoodlightError } from '@moodlight/core'
import { type Stream, streamKey } from './layout.ts'
import { coded, errorOf, retriable, unreachable } from './wire/kafka-error.ts'
import type { Wire } from './wire/wire.ts'

/** Bytes, so that they are made and measured once; null as a value is a tombstone of a compacted topic. */
export interface Message {
  readonly key: Buffer
  readonly value: Buffer | null
}

export const message = (key: string, value: string | null): Message => ({
  key: Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
})

interface Entry {
  readonly messages: readonly Message[]
  readonly bytes: number
  readonly deadline: number
  readonly resolve: (baseOffset: number) => void
  readonly reject: (error: unknown) => void
}

interface Queue {
  readonly stream: Stream
  entries: Entry[]
  /** Under way, or waiting before the next attempt. */
  busy: boolean
  attempt: number
}

interface ProduceAnswer {
  readonly topics: readonly {
    topicName: string
    partitions: readonly { partition: number; errorCode: number; baseOffset: string }[]
  }[]
}

/** Of the values in one batch of records, and the records in it; one larger record goes alone. */
const BATCH_BYTES = 1 << 20
const BATCH_RECORDS = 10_000

/**
 * Writes with acks from all replicas in sync. The producer of kafkajs is not used: when it tries again after a part of the
 * brokers has answered, it divides the messages anew and takes the answers of the former division for the new one, so that
 * `send` resolves and messages are lost (kafkajs #1303, #1798). Here every record stays with its partition, has its own answer,
 * and nothing resolves before it. One batch per partition is under way at a time, which keeps the order over retries; what
 * comes meanwhile goes together in the next one. A retry may write a batch twice: that is why events carry deterministic ids.
 */
export class Producer {
  readonly #wire: Wire
  readonly #queues = new Map<string, Queue>()
  readonly #sending = new Set<number>()

  constructor(wire: Wire) {
    this.#wire = wire
    wire.closing.signal.addEventListener('abort', () => this.#abandon(), { once: true })
  }

  /** Offsets of the messages, in order. @throws ML_LOG_UNAVAILABLE: they may or may not be there */
  async send(stream: Stream, messages: readonly Message[]): Promise<number[]> {
    const offsets: number[] = []
    const parts = cut(messages)
    const bases = await Promise.all(parts.map((part) => this.#enqueue(stream, part)))
    for (const [i, base] of bases.entries()) for (const n of parts[i]!.keys()) offsets.push(base + n)
    return offsets
  }

  #enqueue(stream: Stream, messages: readonly Message[]): Promise<number> {
    if (this.#wire.closing.signal.aborted) throw new MoodlightError('ML_LOG_CLOSED', 'the log is closed')
    const key = streamKey(stream)
    let queue = this.#queues.get(key)
    if (!queue) {
      queue = { stream, entries: [], busy: false, attempt: 0 }
      this.#queues.set(key, queue)
    }
    return new Promise((resolve, reject) => {
      const deadline = Date.now() + this.#wire.options.retryMs
      queue.entries.push({ messages, bytes: bytesOf(messages), deadline, resolve, reject })
      // What the same turn of the event loop brings goes in one request.
      setImmediate(() => this.#pump())
    })
  }

  #pump(): void {
    const byNode = new Map<number, Queue[]>()
    for (const queue of this.#queues.values()) {
      if (queue.busy || queue.entries.length === 0) continue
      let node = -1
      try {
        node = this.#wire.leader(queue.stream.topic, queue.stream.partition)
      } catch (error) {
        void this.#later(queue, [], error)
        continue
      }
      if (!this.#sending.has(node)) byNode.set(node, [...(byNode.get(node) ?? []), queue])
    }
    for (const [node, queues] of byNode) void this.#request(node, queues)
  }

  async #request(node: number, queues: readonly Queue[]): Promise<void> {
    this.#sending.add(node)
    const taken = new Map(queues.map((queue) => [queue, take(queue)]))
    try {
      const answer = await this.#wire.call<ProduceAnswer>(node, 'data', 'Produce', {
        acks: -1,
        timeout: Math.ceil(this.#wire.options.requestTimeoutMs * 0.8),
        topicData: topicData(taken),
      })
      const answers = new Map(
        answer.topics.flatMap(({ topicName: topic, partitions }) =>
          partitions.map((p) => [streamKey({ topic, partition: p.partition }), p]),
        ),
      )
      for (const [queue, entries] of taken) {
        const said = answers.get(streamKey(queue.stream))
        const error = said ? errorOf(said.errorCode) : unreachable('the broker did not answer for the partition')
        if (error) void this.#later(queue, entries, error)
        else this.#done(queue, entries, Number(said!.baseOffset))
      }
    } catch (error) {
      for (const [queue, entries] of taken) void this.#later(queue, entries, error)
    } finally {
      this.#sending.delete(node)
      this.#pump()
    }
  }

  #done(queue: Queue, entries: readonly Entry[], baseOffset: number): void {
    queue.busy = false
    queue.attempt = 0
    let base = baseOffset
    for (const entry of entries) {
      entry.resolve(base)
      base += entry.messages.length
    }
  }

  /** Puts the entries back in front, or gives them up, and waits before the next attempt. */
  async #later(queue: Queue, entries: readonly Entry[], error: unknown): Promise<void> {
    queue.busy = true
    queue.entries = [...entries, ...queue.entries]
    if (this.#wire.closing.signal.aborted) return this.#abandon()
    const now = Date.now()
    const over = (entry: Entry) => (retriable(error) ? entry.deadline <= now : entries.includes(entry))
    for (const entry of queue.entries.filter(over)) entry.reject(coded(error, `writing to ${streamKey(queue.stream)}`))
    queue.entries = queue.entries.filter((entry) => !over(entry))
    if (retriable(error)) await this.#wire.lookAgain(++queue.attempt)
    queue.busy = false
    this.#pump()
  }

  #abandon(): void {
    for (const queue of this.#queues.values())
      for (const entry of queue.entries.splice(0))
        entry.reject(new MoodlightError('ML_LOG_CLOSED', 'the log is closed'))
  }
}

function take(queue: Queue): Entry[] {
  queue.busy = true
  let bytes = 0
  let records = 0
  let n = 0
  for (const entry of queue.entries) {
    bytes += entry.bytes
    records += entry.messages.length
    if (n > 0 && (bytes > BATCH_BYTES || records > BATCH_RECORDS)) break
    n++
  }
  return queue.entries.splice(0, n)
}

function topicData(taken: ReadonlyMap<Queue, readonly Entry[]>) {
  const topics = new Map<string, { partition: number; messages: Message[] }[]>()
  for (const [{ stream }, entries] of taken) {
    const partitions = topics.get(stream.topic) ?? []
    topics.set(stream.topic, partitions)
    partitions.push({ partition: stream.partition, messages: entries.flatMap((entry) => entry.messages) })
  }
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }))
}

const sizeOf = ({ key, value }: Message) => key.length + (value?.length ?? 0) + 20

const bytesOf = (messages: readonly Message[]) => messages.reduce((sum, message) => sum + sizeOf(message), 0)

function cut(messages: readonly Message[]): Message[][] {
  const parts: Message[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const message of messages) {
    const size = sizeOf(message)
    const part = parts.at(-1)
    if (part && bytes + size <= BATCH_BYTES && part.length < BATCH_RECORDS) {
      part.push(message)
      bytes += size
    } else {
      parts.push([message])
      bytes = size
    }
  }
  return parts
}
