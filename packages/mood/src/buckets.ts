import type { Millis } from '@moodlight/core'
import { fromWall, toWall } from './zone.ts'

export const MINUTE = 60_000
export const QUARTER = 15 * MINUTE
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export type Step = '1m' | '15m' | '1h' | '1d'
export const STEP_MS: Readonly<Record<Step, number>> = { '1m': MINUTE, '15m': QUARTER, '1h': HOUR, '1d': DAY }

/** [from, to) */
export interface Bucket {
  readonly from: Millis
  readonly to: Millis
}

/**
 * The buckets of a zone that cover [from, to), whole ones, rising: the first may begin before `from`, the last end after `to`.
 * Hours and days are those of the wall clock: days have 23 or 25 hours when the clock changes, hours in Tehran begin at
 * half past UTC. @throws RangeError when there would be more than `max`.
 */
export function bucketsInZone(from: Millis, to: Millis, step: Step, zone: string, max = 100_000): Bucket[] {
  const buckets: Bucket[] = []
  let start = floorInZone(from, step, zone)
  while (start < to) {
    if (buckets.length >= max) throw new RangeError(`more than ${max} buckets`)
    const end = nextInZone(start, step, zone)
    buckets.push({ from: start, to: end })
    start = end
  }
  return buckets
}

/** The start of the bucket that holds `at`. */
export function floorInZone(at: Millis, step: Step, zone: string): Millis {
  const size = STEP_MS[step]
  const wall = toWall(at, zone)
  const back = wall - Math.floor(wall / size) * size
  if (step !== '1d') return at - back
  return fromWall(wall - back, zone)
}

function nextInZone(start: Millis, step: Step, zone: string): Millis {
  if (step === '1d') {
    const wall = Math.floor(toWall(start, zone) / DAY) * DAY
    const next = fromWall(wall + DAY, zone)
    if (next > start) return next
  }
  return start + STEP_MS[step]
}

/** Adds rows into the buckets that hold their start; rows outside all buckets are left out. Buckets must rise and touch. */
export function intoBuckets<Row extends { readonly bucket: Millis }>(
  rows: Iterable<Row>,
  buckets: readonly Bucket[],
  add: (index: number, row: Row) => void,
): void {
  for (const row of rows) {
    let [low, high] = [0, buckets.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (buckets[middle]!.from <= row.bucket) low = middle
      else high = middle - 1
    }
    const bucket = buckets[low]
    if (bucket && row.bucket >= bucket.from && row.bucket < bucket.to) add(low, row)
  }
}
