import { alignOutwards, type Bucket, HOUR } from '@moodlight/mood'
import { MINUTE_MS, QUARTER_MS } from '@moodlight/ports'

/** One-minute counts are kept for 48 h; an hour less is relied on. */
const MINUTES_REACH = 47 * HOUR

/** The range and step to ask the store for: exact minutes where they are kept, else quarters of an hour, rounded outwards. */
export function storeRange(range: Bucket, now: number): Bucket & { step: number } {
  const minutes = alignOutwards(range, MINUTE_MS)
  const quarters = alignOutwards(range, QUARTER_MS)
  const exact = minutes.from === quarters.from && minutes.to === quarters.to
  if (exact || range.from < now - MINUTES_REACH) return { ...quarters, step: QUARTER_MS }
  return { ...minutes, step: MINUTE_MS }
}
