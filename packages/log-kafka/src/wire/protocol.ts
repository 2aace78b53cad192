import { type Stream, streamKey } from '../layout.ts'
import { errorOf } from './kafka-error.ts'
import type { Wire } from './wire.ts'

/** A record as kafkajs decodes it. */
export interface Fetched {
  readonly offset: string
  readonly timestamp: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly isControlRecord: boolean
}

export interface FetchAnswer {
  readonly responses: readonly {
    topicName: string
    partitions: readonly { partition: number; errorCode: number; highWatermark: string; messages: readonly Fetched[] }[]
  }[]
}

/** In requests: special times of ListOffsets. */
export const OLDEST = '-2'
export const NEWEST = '-1'

/** Groups partitions by topic, as requests want them. */
export function byTopic<P extends { partition: number }>(items: readonly (P & { topic: string })[]) {
  const topics = new Map<string, P[]>()
  for (const { topic, ...rest } of items) topics.set(topic, [...(topics.get(topic) ?? []), rest as unknown as P])
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }))
}

/** Groups streams by the node that leads them. @throws KafkaError, to be tried again, when one has no leader */
export function byLeader<S extends { stream: Stream }>(wire: Wire, items: readonly S[]): Map<number, S[]> {
  const nodes = new Map<number, S[]>()
  for (const item of items) {
    const node = wire.leader(item.stream.topic, item.stream.partition)
    nodes.set(node, [...(nodes.get(node) ?? []), item])
  }
  return nodes
}

/** The oldest, or the newest + 1, offset of each stream, by {@link streamKey}. Asks each leader once. @throws KafkaError */
export async function listOffsets(wire: Wire, streams: readonly Stream[], time: string): Promise<Map<string, number>> {
  type Answer = {
    responses: { topic: string; partitions: { partition: number; errorCode: number; offset: string }[] }[]
  }
  const found = new Map<string, number>()
  const nodes = byLeader(
    wire,
    streams.map((stream) => ({ stream })),
  )
  await Promise.all(
    [...nodes].map(async ([node, items]) => {
      const asked = items.map(({ stream }) => ({ ...stream, timestamp: time }))
      const { responses } = await wire.call<Answer>(node, 'data', 'ListOffsets', { topics: byTopic(asked) })
      for (const { topic, partitions } of responses)
        for (const { partition, errorCode, offset } of partitions) {
          const error = errorOf(errorCode)
          if (error) throw error
          found.set(streamKey({ topic, partition }), Number(offset))
        }
    }),
  )
  return found
}

/** Fetches from single places and waits for nothing. @throws KafkaError */
export async function fetchOnce(wire: Wire, stream: Stream, offset: number, maxBytes: number) {
  const node = wire.leader(stream.topic, stream.partition)
  const { responses } = await wire.call<FetchAnswer>(node, 'look', 'Fetch', {
    maxWaitTime: 0,
    minBytes: 0,
    maxBytes,
    topics: [
      { topic: stream.topic, partitions: [{ partition: stream.partition, fetchOffset: String(offset), maxBytes }] },
    ],
  })
  const answer = responses[0]?.partitions[0]
  const error = errorOf(answer?.errorCode ?? -1)
  if (error) throw error
  return { end: Number(answer!.highWatermark), messages: answer!.messages }
}

/** An offset that a group has committed. */
export interface Committed {
  readonly offset: number
  readonly metadata: string
}

/** What a group has committed, by {@link streamKey}; a stream without a commit is not in it. @throws KafkaError */
export async function fetchCommits(
  wire: Wire,
  groupId: string,
  streams: readonly Stream[],
): Promise<Map<string, Committed>> {
  type Part = { partition: number; offset: string; metadata: string | null; errorCode: number }
  type Answer = { errorCode: number; responses: { topic: string; partitions: Part[] }[] }
  const node = await wire.coordinator(groupId)
  const topics = byTopic(streams.map((stream) => ({ ...stream })))
  const { errorCode, responses } = await wire.call<Answer>(node, 'data', 'OffsetFetch', { groupId, topics })
  const failed =
    errorOf(errorCode) ?? responses.flatMap((r) => r.partitions.map((p) => errorOf(p.errorCode))).find(Boolean)
  if (failed) throw failed
  return new Map(
    responses.flatMap(({ topic, partitions }) =>
      partitions
        .filter((p) => Number(p.offset) >= 0)
        .map(({ partition, offset, metadata }) => [
          streamKey({ topic, partition }),
          { offset: Number(offset), metadata: metadata ?? '' },
        ]),
    ),
  )
}
