import type { Millis } from '@moodlight/core'
import { parseFeedDate } from '../feed-date.ts'

/** The longest wait that a server can ask of us. */
export const MAX_WAIT_MS = 24 * 3_600_000

/**
 * Milliseconds to wait by a `Retry-After` header: seconds or an HTTP date, the date read against the server's own `Date`
 * where it gives one (its clock may be wrong). null when there is none or it makes no sense. At most a day.
 */
export function retryAfterMs(value: string | undefined, now: Millis, serverDate?: string): Millis | null {
  const given = value?.trim() ?? ''
  if (given === '') return null
  if (/^\d{1,9}(\.\d+)?$/.test(given)) return Math.min(MAX_WAIT_MS, Math.ceil(Number(given) * 1000))
  const at = parseFeedDate(given)
  if (at === null) return null
  const from = (serverDate === undefined ? null : parseFeedDate(serverDate)) ?? now
  return Math.min(MAX_WAIT_MS, Math.max(0, at - from))
}
