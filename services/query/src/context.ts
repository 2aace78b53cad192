import type { ErrorModel } from '@moodlight/mood'
import type { QueryDeps } from './deps.ts'
import type { Live } from './live/live.ts'
import { metaOf, type Stats, statsOf } from './meta.ts'
import { type QueryMetrics, queryMetrics } from './metrics.ts'
import { type Feeding, feedingOf } from './mood/feeding.ts'
import { Moods } from './mood/moods.ts'
import { type Since, sinceOf } from './mood/since.ts'
import { UsualVolumes } from './mood/usual-volumes.ts'

/** What the routes share: made once per app. */
export interface Context {
  readonly deps: QueryDeps
  readonly errors: ErrorModel
  readonly stats: Stats
  readonly feeding: Feeding
  readonly since: Since
  readonly moods: Moods
  readonly usualVolumes: UsualVolumes
  readonly metrics: QueryMetrics
  readonly live: Live
  /** See metaOf. */
  meta(query: Record<string, unknown>, zone: string): ReturnType<typeof metaOf>
}

/** `live` may be made after the moods that it pushes: it is asked only later. */
export function contextOf(deps: QueryDeps, makeLive: (context: Omit<Context, 'live'>) => Live): Context {
  const stated = { kind: 'stated', margin: deps.mood.margin } as const
  const errors = deps.errors ?? (() => stated)
  const stats = statsOf(deps)
  const feeding = feedingOf(deps, stats)
  const since = sinceOf(deps)
  let live: Live | null = null
  const context = {
    deps,
    errors,
    stats,
    feeding,
    since,
    moods: new Moods(deps, errors, since, feeding, () => live?.standsStill() ?? false),
    usualVolumes: new UsualVolumes(deps),
    metrics: queryMetrics(deps.metrics),
    meta: (query: Record<string, unknown>, zone: string) => metaOf(deps, stats, query, zone),
  }
  live = makeLive(context)
  return { ...context, live }
}
