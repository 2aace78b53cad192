import { errorCode } from '@moodlight/core'
import type { EventLog, MentionStore } from '@moodlight/ports'
import { Arrivals } from './arrivals.ts'
import type { Connection } from './connection.ts'
import { deliver } from './deliver.ts'

const BATCH = 64
/** Who was away for more records than this loads again instead. */
const MAX_RECORDS = 5000

/**
 * Reads what came after `lastId` for one reader. Returns, per lane and partition, the last offset that it was told of. An id
 * that the log does not know, or too long an absence, is a gap, not an error: an EventSource would give up for ever on an answer
 * other than 200.
 */
export async function replay(
  log: Pick<EventLog, 'tail'>,
  store: Pick<MentionStore, 'author' | 'mention'>,
  connection: Connection,
  lastId: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>()
  // Its own memory of what was shown: older records must not disturb that of the running feed.
  const arrivals = new Arrivals(store)
  const tail = await log.tail('mentions', lastId).catch((error: unknown) => {
    if (errorCode(error) !== 'ML_QUERY_CURSOR') throw error
    connection.gap()
    return null
  })
  if (!tail) return seen
  try {
    for (let n = 0; !signal.aborted && !connection.closed; ) {
      const items = await tail.next({ max: BATCH, waitMs: 0, signal })
      if (items.length === 0) return seen
      if (items.some((item) => item.kind === 'gap')) connection.gap()
      const records = items.filter((item) => item.kind === 'record')
      const told = await arrivals.readAll(
        records.map((item) => item.record),
        true,
      )
      for (const [i, { id, record }] of records.entries()) {
        deliver(connection, told[i]!, id)
        seen.set(`${record.position.lane} ${record.position.partition}`, record.position.offset)
      }
      await connection.drained()
      n += items.length
      if (n >= MAX_RECORDS) {
        connection.gap()
        return seen
      }
    }
    return seen
  } finally {
    await tail.close()
  }
}
