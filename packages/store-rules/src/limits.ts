import { MoodlightError } from '@moodlight/core'
import { type CountQuery, MINUTE_MS } from '@moodlight/ports'

/** @throws ML_QUERY_INVALID outside 1 to 1000 */
export function checkLimit(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new MoodlightError('ML_QUERY_INVALID', 'limit must be a whole number from 1 to 1000')
  return limit
}

/** @throws ML_QUERY_INVALID when the buckets do not fit the range */
export function checkBuckets({ from, to, step }: Pick<CountQuery, 'from' | 'to' | 'step'>): void {
  if (!Number.isInteger(step) || step <= 0 || step % MINUTE_MS !== 0 || from % step !== 0 || to % step !== 0)
    throw new MoodlightError('ML_QUERY_INVALID', 'step must be whole minutes, and from and to multiples of it')
}
