import { MAX_AHEAD_MS } from '@moodlight/core'

/** What claims to be older than this is a default of some program, not a time. */
const OLDEST = Date.UTC(2000, 0, 1)

const whole = (time: number | null): number | null => (time !== null && Number.isFinite(time) ? Math.floor(time) : null)

/** A source's time, or null when it is not to be believed. */
export function plausible(time: number | null, now: number): number | null {
  const at = whole(time)
  return at !== null && at >= OLDEST && at <= now + MAX_AHEAD_MS ? at : null
}

/** The one time used for windows: the source's if plausible, else when we saw it. */
export function postTime(createdAt: number | null, now: number): { at: number; atFrom: 'source' | 'seen' } {
  const at = plausible(createdAt, now)
  return at === null ? { at: now, atFrom: 'seen' } : { at, atFrom: 'source' }
}

/** Any number of a connector as a time that fits the schema. */
export function clampTime(time: number, now: number): number {
  const at = whole(time)
  return at === null || at < 0 || at > now + MAX_AHEAD_MS ? now : at
}
