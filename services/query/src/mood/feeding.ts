import type { Brand } from '@moodlight/core'
import { DAY } from '@moodlight/mood'
import { cached } from '../cached.ts'
import type { QueryDeps } from '../deps.ts'
import type { Stats } from '../meta.ts'
import type { Fed } from './silence.ts'

/** Which sources feed a brand: those that had mentions of it in the last seven days; all that ever had posts, when none did. */
export type Feeding = (brand: string) => Promise<readonly Fed[]>

export function feedingOf(deps: QueryDeps, stats: Stats): Feeding {
  const week = cached(15_000, deps.clock, async () => {
    const today = Math.floor(deps.clock.now() / DAY) * DAY
    const brands = deps.watched.brands().map((b: Brand) => b.id)
    const range = { from: today - 7 * DAY, to: today + DAY, step: DAY }
    const rows = brands.length === 0 ? [] : await deps.store.counts({ brands, ...range, by: ['source'] })
    const mentions = new Map<string, Map<string, number>>()
    for (const row of rows) {
      const sources = mentions.get(row.brand) ?? new Map<string, number>()
      sources.set(row.source ?? '', (sources.get(row.source ?? '') ?? 0) + row.mentions)
      mentions.set(row.brand, sources)
    }
    return mentions
  })
  return async (brand) => {
    const [mentions, { sources }] = [(await week()).get(brand), await stats()]
    const feeding = sources.filter((s) => (mentions?.get(s.source) ?? 0) > 0)
    return (feeding.length > 0 ? feeding : sources).map((s) => ({
      source: s.source,
      newest: s.newest,
      mentions: mentions?.get(s.source) ?? 0,
    }))
  }
}
