import type { GroupLag } from '@moodlight/ports'
import { listGroups } from './group/groups.ts'
import { LANES, type Layout, streamKey } from './layout.ts'
import { typeOf } from './wire/kafka-error.ts'
import { fetchOnce, listOffsets, NEWEST, OLDEST } from './wire/protocol.ts'
import type { Wire } from './wire/wire.ts'

/**
 * How far every registered group is behind. `timeToLossMs` is the retention less the age of the oldest record that was not
 * committed; 0 when retention has already taken some.
 */
export async function lag(wire: Wire, layout: Layout, retentionMs: (topic: string) => number): Promise<GroupLag[]> {
  const groups = await listGroups(wire, layout)
  const topics = [...new Set(groups.map(({ topic }) => topic))]
  const streams = topics.flatMap((topic) => LANES.flatMap((lane) => wire.streams(layout.topic(topic, lane))))
  const [oldest, newest] = await Promise.all([listOffsets(wire, streams, OLDEST), listOffsets(wire, streams, NEWEST)])
  const now = Date.now()
  const ages = new Map<string, Promise<number>>()
  const ageAt = (topic: string, partition: number, offset: number) => {
    const place = `${topic}/${partition}/${offset}`
    const age =
      ages.get(place) ?? timeOf(wire, topic, partition, offset).then((at) => (at === null ? 0 : Math.max(0, now - at)))
    ages.set(place, age)
    return age
  }
  return Promise.all(
    groups.flatMap(({ group, topic, commits }) =>
      LANES.map(async (lane): Promise<GroupLag> => {
        const name = layout.topic(topic, lane)
        let records = 0
        let ageMs = 0
        let lost = false
        for (const { partition } of wire.streams(name)) {
          const key = streamKey({ topic: name, partition })
          const first = oldest.get(key) ?? 0
          const end = newest.get(key) ?? 0
          const next = commits.get(key)?.offset ?? first
          if (next < first) lost = true
          const from = Math.max(next, first)
          if (from >= end) continue
          records += end - from
          ageMs = Math.max(ageMs, await ageAt(name, partition, from))
        }
        return { group, topic, lane, records, ageMs, timeToLossMs: lost ? 0 : Math.max(0, retentionMs(name) - ageMs) }
      }),
    ),
  )
}

/** When the first record at or after an offset was appended; null when there is none. */
async function timeOf(wire: Wire, topic: string, partition: number, offset: number): Promise<number | null> {
  try {
    const { messages } = await fetchOnce(wire, { topic, partition }, offset, 1)
    const first = messages.find((m) => Number(m.offset) >= offset)
    return first ? Number(first.timestamp) : null
  } catch (error) {
    if (typeOf(error) === 'OFFSET_OUT_OF_RANGE') return null // Retention was faster than we.
    throw error
  }
}
