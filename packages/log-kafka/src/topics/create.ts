import { setTimeout as sleep } from 'node:timers/promises'
import { errorOf, KafkaError } from '../wire/kafka-error.ts'
import type { Wire } from '../wire/wire.ts'
import type { TopicNeed } from './needs.ts'

/** Creates topics and waits until the brokers say who leads them. @throws KafkaError */
export async function createTopics(wire: Wire, needs: readonly TopicNeed[]): Promise<void> {
  type Answer = { topicErrors: { topic: string; errorCode: number; errorMessage: string | null }[] }
  const topics = needs.map(({ name, partitions, replication, settings }) => ({
    topic: name,
    numPartitions: partitions,
    replicationFactor: replication,
    replicaAssignment: [],
    configEntries: Object.entries(settings).map(([key, value]) => ({ name: key, value })),
  }))
  const args = { topics, validateOnly: false, timeout: 20_000 }
  const { topicErrors } = await wire.call<Answer>(wire.nodes[0]!, 'data', 'CreateTopics', args, 30_000)
  for (const { topic, errorCode, errorMessage } of topicErrors) {
    const error = errorOf(errorCode)
    // Somebody else has made it at the same time.
    if (error && error.type !== 'TOPIC_ALREADY_EXISTS')
      throw new KafkaError(error.type, `${topic}: ${errorMessage ?? error.message}`, error.retriable)
  }
  const ready = () => needs.every(({ name }) => wire.topic(name)?.leaders.every((leader) => leader >= 0) ?? false)
  for (let i = 0; i < 100 && !ready(); i++) {
    await sleep(50)
    await wire.refresh()
  }
}
