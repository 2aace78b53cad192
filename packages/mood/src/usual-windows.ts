import type { Millis } from '@moodlight/core'
import { type Bucket, DAY, QUARTER } from './buckets.ts'
import { shiftDays } from './zone.ts'

/** Earlier windows are compared on the same hours of the week, or of the day where there is too little history for that. */
export type UsualBasis = 'hour-of-week' | 'hour-of-day'

export interface UsualPlan {
  readonly basis: UsualBasis
  /** Earlier windows, the latest first, ends on quarters of an hour. */
  readonly windows: readonly Bucket[]
}

/** How far back "usual" looks. */
export const USUAL_WEEKS = 8
/** Fewer earlier windows than this: unknown. Two values have no useful spread. */
export const MIN_SAMPLES = 3
/** A window that was unheard for more than this share of its length tells nothing. */
const MAX_UNHEARD = 0.1

/**
 * The earlier windows that tell what is usual for [from, to): the same hours of the week in the last eight weeks, moved on the
 * wall clock of the zone; with fewer than three such weeks the same hours of the last fourteen days (a window of several
 * days moves by as many whole days, so that windows never overlap). `since`: nothing before is history; `holes`: stretches that were not heard.
 */
export function usualWindows(
  window: Bucket,
  zone: string,
  since: Millis,
  holes: readonly Bucket[] = [],
): UsualPlan | null {
  const days = Math.max(1, Math.ceil((window.to - window.from) / DAY - 1e-9))
  const weeks = Math.ceil(days / 7)
  const byWeek = earlier(window, zone, weeks * 7, USUAL_WEEKS * 7, since, holes)
  if (byWeek.length >= MIN_SAMPLES) return { basis: 'hour-of-week', windows: byWeek }
  const byDay = earlier(window, zone, days, 14, since, holes)
  return byDay.length >= MIN_SAMPLES ? { basis: 'hour-of-day', windows: byDay } : null
}

function earlier(
  window: Bucket,
  zone: string,
  step: number,
  reach: number,
  since: Millis,
  holes: readonly Bucket[],
): Bucket[] {
  const windows: Bucket[] = []
  for (let back = step; back <= reach; back += step) {
    const from = Math.floor(shiftDays(window.from, -back, zone) / QUARTER) * QUARTER
    const to = Math.floor(shiftDays(window.to, -back, zone) / QUARTER) * QUARTER
    if (from < since || to <= from) break
    if (unheard({ from, to }, holes) <= MAX_UNHEARD * (to - from)) windows.push({ from, to })
  }
  return windows
}

/** Length of the part of a window that any of the holes covers. */
export function unheard(window: Bucket, holes: readonly Bucket[]): number {
  const parts = holes
    .map((hole) => ({ from: Math.max(hole.from, window.from), to: Math.min(hole.to, window.to) }))
    .filter((part) => part.to > part.from)
    .sort((a, b) => a.from - b.from)
  let [sum, end] = [0, window.from]
  for (const part of parts) {
    sum += Math.max(0, part.to - Math.max(part.from, end))
    end = Math.max(end, part.to)
  }
  return sum
}
