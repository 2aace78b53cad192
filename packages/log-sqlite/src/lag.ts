import type { GroupLag } from '@moodlight/ports'
import { Batch } from './batch.ts'
import type { LogCore } from './core.ts'
import { LANES, TOPICS } from './layout.ts'

/** How far every registered group is behind. `timeToLossMs` is null: retention waits for groups. */
export function lag(core: LogCore): GroupLag[] {
  const now = Date.now()
  return core.positions.all(TOPICS).flatMap(({ group, topic }) =>
    LANES.map((lane) => {
      let records = 0
      let ageMs = 0
      for (let p = 0; p < core.layout.partitions; p++) {
        const stream = core.layout.stream(topic, lane, p)
        const next = core.positions.next(group, stream)
        records += core.segments.count(stream, next)
        const oldest = new Batch()
        core.segments.read(stream, next, { records: 1, bytes: 0, force: true }, oldest)
        if (oldest.size > 0) ageMs = Math.max(ageMs, now - oldest.at[0]!)
      }
      return { group, topic, lane, records, ageMs: Math.max(0, ageMs), timeToLossMs: null }
    }),
  )
}
