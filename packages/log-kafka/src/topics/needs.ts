import type { KafkaOptions } from '../config.ts'
import type { Layout } from '../layout.ts'

/** The largest event that a topic must take, in bytes: the longest text of a post several times over. */
export const LARGEST_EVENT = 4 << 20
const MAX_MESSAGE = LARGEST_EVENT + (64 << 10)
const DAY_MS = 86_400_000

export interface TopicNeed {
  readonly name: string
  readonly partitions: number
  readonly replication: number
  readonly settings: Readonly<Record<string, string>>
}

/** Records of a segment go together, when the youngest of them is too old: segments must be short against the retention. */
export const segmentMs = (retentionMs: number): number =>
  Math.max(60_000, Math.min(DAY_MS, Math.round(retentionMs / 7)))

/** The topics of a log, as we create them. */
export function topicNeeds(layout: Layout, options: KafkaOptions): TopicNeed[] {
  const { partitions, replication, retentionMs, topicSettings } = options
  const safe = {
    'min.insync.replicas': String(Math.min(2, replication)),
    'unclean.leader.election.enable': 'false',
    'max.message.bytes': String(MAX_MESSAGE),
    'compression.type': 'producer',
  }
  const records = {
    ...safe,
    'cleanup.policy': 'delete',
    'retention.ms': String(retentionMs),
    'retention.bytes': '-1',
    'segment.ms': String(segmentMs(retentionMs)),
    // The brokers' clock decides about age, not that of whoever writes.
    'message.timestamp.type': 'LogAppendTime',
    ...topicSettings,
  }
  const sums = { ...safe, 'cleanup.policy': 'compact', 'segment.ms': '3600000', 'min.cleanable.dirty.ratio': '0.1' }
  return [
    ...layout.records.map((name) => ({ name, partitions, replication, settings: records })),
    { name: layout.ledger, partitions: 1, replication, settings: sums },
  ]
}

export interface Right {
  readonly resource: 'Topic' | 'Group' | 'Cluster'
  readonly name: string
  readonly prefixed: boolean
  readonly operations: readonly string[]
}

/** The rights that the user of the services needs, and no others. */
export function rights(layout: Layout, { createTopics }: { createTopics: boolean }): Right[] {
  const own = { name: layout.prefix, prefixed: true }
  return [
    {
      resource: 'Topic',
      ...own,
      operations: ['Read', 'Write', 'Describe', 'DescribeConfigs', ...(createTopics ? ['Create'] : [])],
    },
    { resource: 'Group', ...own, operations: ['Read', 'Describe'] },
  ]
}
