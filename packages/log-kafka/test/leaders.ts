import { Kafka, logLevel } from 'kafkajs'

/** What an operator does with leaders: look at them, and hand them round. */
export class Leaders {
  readonly #kafka: Kafka
  readonly #topics: readonly string[]

  /** `topics`: of which the leaders are looked at. */
  constructor(brokers: readonly string[], topics: readonly string[]) {
    this.#kafka = new Kafka({ clientId: 'operator', brokers: [...brokers], logLevel: logLevel.NOTHING })
    this.#topics = topics
  }

  /** Leader by partition (`topic/partition`). */
  async now(): Promise<ReadonlyMap<string, number>> {
    return this.#with(async (admin) => new Map((await this.#state(admin)).map(({ key, leader }) => [key, leader])))
  }

  /**
   * Puts another replica of every partition first, so that the brokers elect it when they next look for a balance
   * (`leader.imbalance.check.interval.seconds`).
   */
  async rotate(): Promise<void> {
    await this.#with(async (admin) => {
      const state = await this.#state(admin)
      const topics = this.#topics.map((topic) => ({
        topic,
        partitionAssignment: state
          .filter((one) => one.topic === topic)
          .map(({ partition, replicas: [first, ...others] }) => ({ partition, replicas: [...others, first!] })),
      }))
      await admin.alterPartitionReassignments({ topics })
    })
  }

  async #state(admin: ReturnType<Kafka['admin']>) {
    const { topics } = await admin.fetchTopicMetadata({ topics: [...this.#topics] })
    return topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionId, leader, replicas }) => ({
        key: `${name}/${partitionId}`,
        topic: name,
        partition: partitionId,
        leader,
        replicas,
      })),
    )
  }

  async #with<T>(work: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
    const admin = this.#kafka.admin()
    await admin.connect()
    try {
      return await work(admin)
    } finally {
      await admin.disconnect()
    }
  }
}
