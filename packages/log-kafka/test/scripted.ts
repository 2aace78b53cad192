import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from '../src/producer.ts'
import { KafkaError } from '../src/wire/kafka-error.ts'
import type { Wire } from '../src/wire/wire.ts'

const CODES: Readonly<Record<string, number>> = {
  NOT_LEADER_FOR_PARTITION: 6,
  REQUEST_TIMED_OUT: 7,
  MESSAGE_TOO_LARGE: 10,
  NOT_ENOUGH_REPLICAS: 19,
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 20,
}

/** Brokers that answer by a script: what a real one does too seldom, or not when a test wants it. */
export function scripted(partitions: number, nodes: readonly number[], retryMs = 30_000) {
  const calls = new Map<number, number>()
  const cluster = {
    leaders: Array.from({ length: partitions }, (_, p) => nodes[p % nodes.length]!),
    /** Values in each partition, in the order in which they were acknowledged. */
    written: new Map<number, string[]>(),
    /** Refuses a whole request. */
    onProduce: (_node: number, _calls: number): string | null => null,
    /** Refuses one partition of a request. */
    onPartition: (_partition: number): string | null => null,
    wire: null as unknown as Wire,
  }
  type Produce = { topicData: { topic: string; partitions: { partition: number; messages: Message[] }[] }[] }
  const produce = async (node: number, { topicData }: Produce) => {
    calls.set(node, (calls.get(node) ?? 0) + 1)
    await new Promise((resolve) => setImmediate(resolve))
    const refused = cluster.onProduce(node, calls.get(node)!)
    if (refused) throw new KafkaError(refused, refused, true)
    return {
      topics: topicData.map(({ topic, partitions: parts }) => ({
        topicName: topic,
        partitions: parts.map(({ partition, messages }) => {
          const type = cluster.leaders[partition] === node ? cluster.onPartition(partition) : 'NOT_LEADER_FOR_PARTITION'
          if (type) return { partition, errorCode: CODES[type]!, baseOffset: '-1' }
          const values = cluster.written.get(partition) ?? []
          cluster.written.set(partition, values)
          const baseOffset = String(values.length)
          values.push(...messages.map(({ value }) => value!.toString()))
          return { partition, errorCode: 0, baseOffset }
        }),
      })),
    }
  }
  let seen = [...cluster.leaders]
  cluster.wire = {
    closing: new AbortController(),
    options: { requestTimeoutMs: 1000, retryMs },
    leader: (_topic: string, partition: number) => seen[partition]!,
    lookAgain: async (attempt: number) => {
      await sleep(attempt)
      seen = [...cluster.leaders]
      return true
    },
    call: (node: number, _purpose: string, _api: string, args: Produce) => produce(node, args),
  } as unknown as Wire
  return cluster
}
