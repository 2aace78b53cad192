import type { Lane, LogPosition } from '@moodlight/core'
import type { Topic } from '@moodlight/ports'

export const TOPICS: readonly Topic[] = ['posts', 'mentions']
export const LANES: readonly Lane[] = ['live', 'background']

/** One partition of one lane of a topic, as Kafka sees it. */
export interface Stream {
  readonly topic: string
  readonly partition: number
}

export const streamKey = ({ topic, partition }: Stream): string => `${topic}/${partition}`

/** What is called how in the cluster: one Kafka topic for each topic and lane, one for the ledger, one group per stage and topic. */
export class Layout {
  readonly prefix: string

  constructor(prefix: string) {
    this.prefix = prefix
  }

  get ledger(): string {
    return `${this.prefix}ledger`
  }

  /** Those that hold events. */
  get records(): readonly string[] {
    return TOPICS.flatMap((topic) => LANES.map((lane) => this.topic(topic, lane)))
  }

  get all(): readonly string[] {
    return [...this.records, this.ledger]
  }

  topic(topic: Topic, lane: Lane): string {
    return `${this.prefix}${topic}.${lane}`
  }

  stream(topic: Topic, { lane, partition }: Pick<LogPosition, 'lane' | 'partition'>): Stream {
    return { topic: this.topic(topic, lane), partition }
  }

  group(group: string, topic: Topic): string {
    return `${this.prefix}${group}.${topic}`
  }

  /** The inverse of {@link group}; null when it is somebody else's. */
  groupOf(id: string): { group: string; topic: Topic } | null {
    const topic = TOPICS.find((name) => id.endsWith(`.${name}`))
    if (topic === undefined || !id.startsWith(this.prefix)) return null
    return { group: id.slice(this.prefix.length, -topic.length - 1), topic }
  }
}
