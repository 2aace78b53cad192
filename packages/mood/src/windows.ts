import type { Millis } from '@moodlight/core'
import { type Bucket, DAY, HOUR, MINUTE, QUARTER } from './buckets.ts'

export type WindowName = '1h' | '24h' | '7d'
export const WINDOW_NAMES: readonly WindowName[] = ['1h', '24h', '7d']

/**
 * The window that ends now. Its end is the end of the running minute (1h) or quarter (24h, 7d), so that the newest mention is
 * inside and both ends fall on buckets of the store; what is still to come of that bucket is empty.
 */
export function windowAt(name: WindowName, now: Millis): Bucket {
  if (name === '1h') return ending(now, MINUTE, HOUR)
  return ending(now, QUARTER, name === '24h' ? DAY : 7 * DAY)
}

function ending(now: Millis, grain: number, length: number): Bucket {
  const to = (Math.floor(now / grain) + 1) * grain
  return { from: to - length, to }
}

/** A range rounded outwards to buckets of `grain`. */
export function alignOutwards(range: Bucket, grain: number): Bucket {
  return { from: Math.floor(range.from / grain) * grain, to: Math.ceil(range.to / grain) * grain }
}
