import { MINUTE_MS } from '@moodlight/ports'

/** Minute buckets are kept this long, measured against the newest time heard, never against a wall clock. */
const MINUTES_KEPT_MS = 48 * 3_600_000

/** Minute buckets before this are gone when `clock` is the newest time heard. */
export function horizonOf(clock: number): number {
  return Math.max(0, Math.floor((clock - MINUTES_KEPT_MS) / MINUTE_MS) * MINUTE_MS)
}
