import './wire/pinned.ts'
import { Partitioners } from 'kafkajs'
import sendMessages from 'kafkajs/src/producer/sendMessages.js'
import createRetry from 'kafkajs/src/retry/index.js'
import { expect, test } from 'vitest'

type Request = {
  topicData: { topic: string; partitions: { partition: number; messages: { value: string }[] }[] }[]
}

/** What the producer of kafkajs sees of two brokers, until the partitions of the second move to the first. */
function movingLeaders(got: Map<string, number>) {
  const leaders = [1, 2, 1, 2]
  let refused = false
  const broker = (nodeId: number) => ({
    nodeId,
    async produce({ topicData }: Request) {
      if (nodeId === 2 && !refused) {
        refused = true
        leaders.fill(1)
        const error = { name: 'KafkaJSProtocolError', type: 'NOT_LEADER_FOR_PARTITION', retriable: true }
        throw Object.assign(new Error('moved'), error)
      }
      const topics = topicData.map(({ topic, partitions }) => {
        for (const { messages } of partitions)
          for (const { value } of messages) got.set(value, (got.get(value) ?? 0) + 1)
        const answers = partitions.map(({ partition }) => ({ partition, errorCode: 0, baseOffset: '0' }))
        return { topicName: topic, partitions: answers }
      })
      return { topics }
    },
  })
  const brokers = [broker(1), broker(2)]
  const look = () => leaders.map((leader, partitionId) => ({ partitionId, leader }))
  let seen = look()
  return {
    refreshMetadataIfNecessary: async () => {},
    refreshMetadata: async () => {
      seen = look()
    },
    findTopicPartitionMetadata: () => seen,
    findLeaderForPartitions: (_topic: string, partitions: string[]) =>
      Object.groupBy(partitions, (p) => String(seen[Number(p)]!.leader)),
    findBroker: async ({ nodeId }: { nodeId: string }) => brokers[Number(nodeId) - 1],
    addMultipleTargetTopics: async () => {},
    isConnected: () => true,
    removeBroker: () => {},
    connect: async () => {},
  }
}

const withoutTransactions = {
  isTransactional: () => false,
  isIdempotent: () => false,
  getSequence: () => 0,
  updateSequence: () => {},
  getProducerId: () => -1,
  getProducerEpoch: () => 0,
  getTransactionalId: () => undefined,
  acquireBrokerLock: async () => {},
  releaseBrokerLock: async () => {},
  isInitialized: () => false,
}

/**
 * Why there is a producer of our own: that of kafkajs, unmodified, in the scenario of producer.test.ts. When this fails after an
 * upgrade, the fault may be mended.
 */
test('the producer of kafkajs resolves and loses when leaders move during a retry', async () => {
  const got = new Map<string, number>()
  const logger = { debug() {}, info() {}, warn() {}, error() {}, namespace: () => logger }
  const send = sendMessages({
    logger,
    cluster: movingLeaders(got),
    partitioner: Partitioners.DefaultPartitioner(),
    eosManager: withoutTransactions,
    retrier: createRetry({ retries: 5, initialRetryTime: 10 }),
  })
  const messages = Array.from({ length: 201 }, (_, i) => ({ key: `k${i}`, value: `m${i}` }))
  await send({ acks: -1, timeout: 30_000, topicMessages: [{ topic: 't', messages }] })
  const lost = messages.filter(({ value }) => !got.has(value)).length
  expect(lost).toBeGreaterThan(60)
})
