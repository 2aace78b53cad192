import { MOOD_VOICES } from '@moodlight/core'
import type { MentionFilter, Spread } from '@moodlight/ports'
import { checkTokens } from '../apply/meta.ts'
import { search } from '../client/read.ts'
import type { Shared } from '../store.ts'
import { conditionsOf } from './filter.ts'
import { activeIndex } from './reader.ts'

/** Up to so many different ones are counted one by one; beyond it the server estimates. */
const EXACT = 10_000

/** Distinct authors and stories of counted mentions; where the author is unknown its site speaks, else the post itself. */
export async function countSpread(s: Shared, filter: MentionFilter): Promise<Spread> {
  const voices = filter.voices?.filter((voice) => MOOD_VOICES.includes(voice)) ?? MOOD_VOICES
  if (voices.length === 0 || filter.certainty === 'unsure') return { authors: 0, stories: 0 }
  const index = await activeIndex(s)
  if (filter.words?.some((phrase) => phrase.length > 0)) checkTokens(s.meta)
  const conditions = conditionsOf({ ...filter, voices, certainty: 'sure' })
  const [authors, stories] = await Promise.all([
    distinct(s, index, conditions, 'voter'),
    distinct(s, index, conditions, 'story'),
  ])
  const estimated = authors.estimated || stories.estimated
  return { authors: authors.n, stories: stories.n, ...(estimated && { estimated }) }
}

interface Answer {
  readonly some: { readonly buckets: readonly unknown[] }
  readonly all: { readonly value: number }
}

async function distinct(s: Shared, index: string, filter: readonly object[], field: string) {
  const { aggregations } = await search<never, Answer>(s.es, index, {
    size: 0,
    track_total_hits: false,
    query: { bool: { filter } },
    aggs: {
      some: { composite: { size: EXACT, sources: [{ of: { terms: { field } } }] } },
      all: { cardinality: { field, precision_threshold: 40_000 } },
    },
  })
  const n = aggregations.some.buckets.length
  return n < EXACT ? { n, estimated: false } : { n: Math.max(n, aggregations.all.value), estimated: true }
}
