import { DAY } from '@moodlight/mood'
import { cachedBy } from '../cached.ts'
import type { QueryDeps } from '../deps.ts'

/** How far back history is looked for. */
const REACH_DAYS = 400
/** More days in a row without a mention end it: what lies before is an archive that somebody imported, not something heard. */
const MAX_EMPTY_DAYS = 2

/**
 * Since when a brand's counts are its history: since it is watched, and before that as far back as stored posts go without a
 * break (filled in when the brand was added, or the sample data). null: nothing yet.
 */
export type Since = (brand: string) => Promise<number | null>

export function sinceOf(deps: QueryDeps): Since {
  const kept = cachedBy<number | null>(15_000, 1000, deps.clock)
  return (brand) =>
    kept(brand, async () => {
      const now = deps.clock.now()
      const watched = deps.watched.since?.(brand) ?? null
      const today = Math.floor(now / DAY)
      const range = { from: (today - REACH_DAYS) * DAY, to: (today + 1) * DAY, step: DAY }
      const days = new Set<number>()
      for (const row of await deps.store.counts({ brands: [brand], ...range }))
        if (row.mentions > 0) days.add(Math.floor(row.bucket / DAY))
      const first = firstOfRun(days, Math.floor((watched ?? now) / DAY))
      if (first === null) return watched
      const filter = { brands: [brand], certainty: 'sure' as const, from: first * DAY }
      const { items } = await deps.store.mentions(filter, { limit: 1, order: 'oldest' })
      const oldest = items[0]?.post.at ?? now
      return watched === null ? oldest : Math.min(watched, oldest)
    })
}

/** The first day of the run of days that leads to `end`, or null when there is none. */
export function firstOfRun(days: ReadonlySet<number>, end: number): number | null {
  let first: number | null = null
  for (let day = end, empty = 0; empty <= MAX_EMPTY_DAYS; day--) {
    if (days.has(day)) {
      first = day
      empty = 0
    } else empty++
  }
  return first
}
