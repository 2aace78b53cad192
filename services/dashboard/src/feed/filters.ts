import type { Params } from '../api/client.ts'

/** What a feed can be narrowed by; the names are those of the address and of the API alike. */
export const FILTER_KEYS = [
  'brand',
  'label',
  'language',
  'source',
  'voice',
  'intent',
  'words',
  'story',
  'author',
  'from',
  'to',
] as const
export type FilterKey = (typeof FILTER_KEYS)[number]
export type Filters = Readonly<Partial<Record<FilterKey, string>>>

/** Filters that the live line understands; a view by story or time shows what is stored. */
const LIVE_KEYS: readonly FilterKey[] = ['brand', 'label', 'language', 'source', 'voice', 'intent', 'words', 'author']

export function readFilters(search: URLSearchParams): Filters {
  const filters: Partial<Record<FilterKey, string>> = {}
  for (const key of FILTER_KEYS) {
    const value = search.get(key)
    if (value !== null && value !== '') filters[key] = value
  }
  return filters
}

export const isLive = (filters: Filters): boolean => !filters.story && !filters.from && !filters.to

export const liveParams = (filters: Filters): Params =>
  isLive(filters) ? Object.fromEntries(LIVE_KEYS.map((key) => [key, filters[key]])) : {}
