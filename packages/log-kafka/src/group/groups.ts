import type { Topic } from '@moodlight/ports'
import { LANES, type Layout } from '../layout.ts'
import { errorOf } from '../wire/kafka-error.ts'
import { type Committed, fetchCommits } from '../wire/protocol.ts'
import type { Wire } from '../wire/wire.ts'

export interface Group {
  readonly group: string
  readonly topic: Topic
  readonly commits: ReadonlyMap<string, Committed>
}

/** Every group of ours that has committed anything, whether somebody reads or not. Each broker knows some. @throws KafkaError */
export async function listGroups(wire: Wire, layout: Layout): Promise<Group[]> {
  type Answer = { errorCode: number; groups: { groupId: string }[] }
  const answers = await Promise.all(wire.nodes.map((node) => wire.call<Answer>(node, 'data', 'ListGroups', {})))
  const ids = new Set<string>()
  for (const { errorCode, groups } of answers) {
    const error = errorOf(errorCode)
    if (error) throw error
    for (const { groupId } of groups) ids.add(groupId)
  }
  const ours = [...ids].flatMap((id) => {
    const named = layout.groupOf(id)
    return named ? [{ id, ...named }] : []
  })
  const found = await Promise.all(
    ours.map(async ({ id, group, topic }) => ({
      group,
      topic,
      commits: await fetchCommits(
        wire,
        id,
        LANES.flatMap((lane) => wire.streams(layout.topic(topic, lane))),
      ),
    })),
  )
  return found.filter(({ commits }) => commits.size > 0).sort((a, b) => (a.group < b.group ? -1 : 1))
}
