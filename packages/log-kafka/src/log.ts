import { type LogPosition, MoodlightError } from '@moodlight/core'
import type { Commit, EventLog, LedgerDelta, LogCapabilities, LogRecord, NewRecord, Topic } from '@moodlight/ports'
import type { KafkaOptions } from './config.ts'
import { KafkaGroupReader } from './group/group-reader.ts'
import { lag } from './lag.ts'
import { type Layout, type Stream, streamKey, TOPICS } from './layout.ts'
import { AppendAccount, type LedgerBook } from './ledger/account.ts'
import { ledger } from './ledger/ledger.ts'
import { LedgerView } from './ledger/view.ts'
import { partitionOf } from './partitioner.ts'
import { type Message, message, Producer } from './producer.ts'
import { KafkaTail } from './tail.ts'
import { topicSettings } from './topics/settings.ts'
import { typeOf } from './wire/kafka-error.ts'
import { fetchOnce } from './wire/protocol.ts'
import type { Wire } from './wire/wire.ts'

export const CAPABILITIES: LogCapabilities = {
  atomicOutputs: false,
  expungesAtOnce: false,
  retentionWaitsForGroups: false,
}

/** A join must be on its way before the others of the process are told to look. */
const NUDGE_MS = 30
/** Kafka looks for what is too old every five minutes, and removes the files a minute later. */
const REMOVAL_MS = 6 * 60_000

/** The port over the brokers of one cluster. */
export class KafkaLog implements EventLog {
  readonly capabilities = CAPABILITIES
  readonly #wire: Wire
  readonly #layout: Layout
  readonly #options: KafkaOptions
  readonly #retentionMs: ReadonlyMap<string, number>
  readonly #producer: Producer
  readonly #book: LedgerBook
  readonly #appended: AppendAccount
  readonly #readers = new Set<KafkaGroupReader>()
  readonly #tails = new Set<KafkaTail>()
  #numbers = 0

  constructor(wire: Wire, layout: Layout, options: KafkaOptions, retentionMs: ReadonlyMap<string, number>) {
    this.#wire = wire
    this.#layout = layout
    this.#options = options
    this.#retentionMs = retentionMs
    this.#producer = new Producer(wire)
    this.#book = { view: new LedgerView(wire, layout.ledger), producer: this.#producer, topic: layout.ledger }
    this.#appended = new AppendAccount(this.#book)
  }

  async append(topic: Topic, records: readonly NewRecord[], deltas: readonly LedgerDelta[] = []) {
    this.#alive()
    const batches = new Map<string, { stream: Stream; messages: Message[] }>()
    const places = records.map((record) => {
      const made = message(record.key, record.value)
      const copies = this.#targets(topic, record).map((partition) => {
        const stream = this.#layout.stream(topic, { lane: record.lane, partition })
        const batch = batches.get(streamKey(stream)) ?? { stream, messages: [] }
        batches.set(streamKey(stream), batch)
        return { batch, partition, index: batch.messages.push(made) - 1 }
      })
      return { lane: record.lane, ...copies[0]! }
    })
    const offsets = new Map(
      await Promise.all(
        [...batches.values()].map(
          async (batch) => [batch, await this.#producer.send(batch.stream, batch.messages)] as const,
        ),
      ),
    )
    if (deltas.length > 0) await this.#appended.add(deltas)
    return places.map(
      ({ lane, partition, batch, index }): LogPosition => ({ lane, partition, offset: offsets.get(batch)![index]! }),
    )
  }

  async reader(group: string, topic: Topic) {
    this.#alive()
    const { sessionMs, rebalanceMs = 60_000, settleMs = 3000 } = this.#options
    const groupId = this.#layout.group(group, topic)
    const nudgeOthers = () => {
      for (const other of this.#readers) if (other !== reader && other.groupId === groupId) other.membership.nudge()
    }
    const reader: KafkaGroupReader = new KafkaGroupReader({
      wire: this.#wire,
      layout: this.#layout,
      book: this.#book,
      group,
      topic,
      number: ++this.#numbers,
      sessionMs,
      rebalanceMs,
      settleMs,
      send: (outputs) => this.#send(outputs),
      closed: () => {
        this.#readers.delete(reader)
        nudgeOthers()
      },
    })
    this.#readers.add(reader)
    setTimeout(nudgeOthers, NUDGE_MS)
    return reader
  }

  async tail(topic: Topic, from: string): Promise<KafkaTail> {
    this.#alive()
    const onClose = () => this.#tails.delete(tail)
    const tail = await KafkaTail.open(this.#wire, this.#layout, {
      topic,
      from,
      number: ++this.#numbers,
      holdMs: this.#options.tailHoldMs ?? 5000,
      onClose,
    })
    this.#tails.add(tail)
    return tail
  }

  async ledger() {
    this.#alive()
    return ledger(this.#wire, this.#layout, this.#book.view)
  }

  async lag() {
    this.#alive()
    const retention = (name: string) => this.#retentionMs.get(name) ?? this.#options.retentionMs
    return this.#wire.retrying('asking for the lag', () => lag(this.#wire, this.#layout, retention))
  }

  /**
   * Kafka removes nothing but by age, a segment when its youngest record is too old: what is to be erased is gone at `goneBy` at
   * the latest. The settings are asked for, since somebody may have changed them.
   */
  async expunge() {
    this.#alive()
    const { records } = this.#layout
    const settings = await this.#wire.retrying('asking for the retention', () => topicSettings(this.#wire, records))
    const longest = [...settings.values()].map((s) => Number(s.get('retention.ms')) + Number(s.get('segment.ms')))
    return { removed: 0, goneBy: Date.now() + Math.max(...longest) + REMOVAL_MS }
  }

  async read(topic: Topic, position: LogPosition): Promise<LogRecord | null> {
    this.#alive()
    const stream = this.#layout.stream(topic, position)
    if (position.partition >= this.#wire.partitions(stream.topic)) return null
    const look = async () => {
      try {
        return (await fetchOnce(this.#wire, stream, position.offset, 1)).messages
      } catch (error) {
        if (typeOf(error) === 'OFFSET_OUT_OF_RANGE') return []
        throw error
      }
    }
    const messages = await this.#wire.retrying(`reading ${streamKey(stream)}`, look)
    const found = messages.find(({ offset }) => Number(offset) === position.offset)
    if (!found || found.value === null) return null
    const at = Number(found.timestamp)
    return { position, key: found.key?.toString() ?? '', value: found.value.toString(), at }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#readers, ...this.#tails].map((open) => open.close()))
    this.#wire.close()
  }

  async #send(outputs: Commit['outputs']): Promise<void> {
    for (const topic of TOPICS) {
      const records = outputs.filter((output) => output.topic === topic).map(({ record }) => record)
      if (records.length > 0) await this.append(topic, records)
    }
  }

  #targets(topic: Topic, { key, lane, broadcast, partition }: NewRecord): number[] {
    const count = this.#wire.partitions(this.#layout.topic(topic, lane))
    if (broadcast) return Array.from({ length: count }, (_, p) => p)
    return [partition === undefined ? partitionOf(key, count) : partition % count]
  }

  #alive(): void {
    if (this.#wire.closing.signal.aborted) throw new MoodlightError('ML_LOG_CLOSED', 'the log is closed')
  }
}
