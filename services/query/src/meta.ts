import type { StoreStats } from '@moodlight/ports'
import { cached } from './cached.ts'
import type { QueryDeps } from './deps.ts'

export const API_VERSION = '1'

/** Milliseconds to ISO 8601. */
export function iso(at: number): string {
  return new Date(at).toISOString()
}

/** Figures of the store, at most one second old: every answer needs them. */
export type Stats = () => Promise<StoreStats>

export function statsOf(deps: QueryDeps): Stats {
  return cached(1000, deps.clock, () => deps.store.stats())
}

export async function versionsOf(deps: QueryDeps, stats: Stats) {
  const { generation, tokenVersion } = await stats()
  return {
    api: API_VERSION,
    generation,
    model: deps.model(),
    settings: deps.watched.version(),
    tokens: tokenVersion,
  }
}

/** What stands in every answer: the query as read, with its defaults, and what the answer was made of. */
export async function metaOf(deps: QueryDeps, stats: Stats, query: Record<string, unknown>, zone: string) {
  return { asOf: iso(deps.clock.now()), query, zone, versions: await versionsOf(deps, stats) }
}
