import { createHash, randomBytes } from 'node:crypto'
import type { Topic } from '@moodlight/ports'
import type { KafkaOptions } from '../src/config.ts'
import { writeOffsets } from '../src/group/committer.ts'
import { Layout } from '../src/layout.ts'
import { topicNeeds } from '../src/topics/needs.ts'
import { errorOf } from '../src/wire/kafka-error.ts'
import { Wire } from '../src/wire/wire.ts'

/** Addresses of the brokers that the suite has started, or that were named. */
export const brokers = (): string[] => {
  const named = process.env['MOODLIGHT_TEST_KAFKA']
  if (!named) throw new Error('no brokers: run this suite with npm run test:cluster')
  return named.split(',')
}

export const prefixOf = (name: string): string => `t${createHash('sha256').update(name).digest('hex').slice(0, 12)}.`

export const freshPrefix = (): string => prefixOf(randomBytes(8).toString('hex'))

export const testOptions = (topicPrefix: string, more: Partial<KafkaOptions> = {}): KafkaOptions => ({
  brokers: brokers(),
  clientId: 'moodlight-test',
  topicPrefix,
  ssl: null,
  sasl: null,
  partitions: 3,
  replication: 3,
  retentionMs: 7 * 86_400_000,
  createTopics: true,
  development: false,
  sessionMs: 1000,
  rebalanceMs: 10_000,
  settleMs: 8000,
  retryMs: 30_000,
  // What comes must not wait for partitions in which nothing happens: see tail.test.ts for the order.
  tailHoldMs: 0,
  ...more,
})

/** A connection to do what an operator does. */
export async function operator<T>(options: KafkaOptions, work: (wire: Wire, layout: Layout) => Promise<T>): Promise<T> {
  const layout = new Layout(options.topicPrefix)
  const { brokers: addresses, clientId, retryMs } = options
  const access = { clientId, ssl: options.ssl, sasl: null, connectTimeoutMs: 5000, requestTimeoutMs: 10_000, retryMs }
  const wire = new Wire({ brokers: addresses, ...access }, layout.all)
  try {
    await wire.retrying('operator', () => wire.refresh())
    return await work(wire, layout)
  } finally {
    wire.close()
  }
}

/** Sets the retention of all topics of records; 1 removes everything within a second or two. */
export const setRetention = (options: KafkaOptions, retentionMs: number): Promise<void> =>
  operator(options, async (wire, layout) => {
    const resources = topicNeeds(layout, options)
      .filter(({ name }) => name !== layout.ledger)
      .map(({ name, settings }) => ({
        type: 2,
        name,
        configEntries: Object.entries({ ...settings, 'retention.ms': String(retentionMs) }).map(([key, value]) => ({
          name: key,
          value,
        })),
      }))
    type Answer = { resources: { errorCode: number }[] }
    const answer = await wire.call<Answer>(wire.nodes[0]!, 'data', 'AlterConfigs', { resources, validateOnly: false })
    for (const { errorCode } of answer.resources) {
      const error = errorOf(errorCode)
      if (error) throw error
    }
  })

export const deleteTopics = (options: KafkaOptions): Promise<void> =>
  operator(options, async (wire, layout) => {
    const topics = layout.all.filter((name) => wire.topic(name) !== null)
    if (topics.length > 0) await wire.call(wire.nodes[0]!, 'data', 'DeleteTopics', { topics, timeout: 10_000 })
  })

/** Sets a group that nobody reads in back to a place of the live lane, without sums of the ledger. */
export const setPlace = (
  options: KafkaOptions,
  group: string,
  topic: Topic,
  { partition, offset }: { partition: number; offset: number },
): Promise<void> =>
  operator(options, async (wire, layout) => {
    const stream = { topic: layout.topic(topic, 'live'), partition }
    const nobody = { memberId: '', generation: -1 }
    await writeOffsets(wire, layout.group(group, topic), nobody, [{ stream, offset, metadata: '' }])
  })
