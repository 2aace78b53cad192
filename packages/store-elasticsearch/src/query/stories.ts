import { type Label, MOOD_VOICES, UnscoredReason as Reasons, type UnscoredReason } from '@moodlight/core'
import type { StorySummary } from '@moodlight/ports'
import { compareIds } from '@moodlight/store-rules'
import { search } from '../client/read.ts'
import type { LivePost } from '../documents/post-document.ts'
import { LABELS, readTold } from '../documents/told.ts'
import type { Shared } from '../store.ts'
import { conditionsOf } from './filter.ts'
import { hydrate, UNREAD } from './hydrate.ts'
import { activeIndex } from './reader.ts'

export interface Window {
  readonly brand: string
  readonly from: number
  readonly to: number
  readonly sources?: readonly string[]
  readonly languages?: readonly string[]
}

const counted = ({ brand, from, to, sources, languages }: Window): object[] =>
  conditionsOf({
    brands: [brand],
    from,
    to,
    certainty: 'sure',
    voices: MOOD_VOICES,
    ...(sources && { sources }),
    ...(languages && { languages }),
  })

interface Bucket {
  readonly key: string
  readonly n: { readonly doc_count: number }
  readonly last: { readonly value: number }
  readonly words: { readonly buckets: readonly { readonly key: string; readonly doc_count: number }[] }
}

/** The largest stories of a window: by posts with the label, then the one that went on longest. */
export async function listStories(
  s: Shared,
  query: Window & { label?: Label; limit: number },
): Promise<readonly StorySummary[]> {
  const { brand, label, limit } = query
  const index = await activeIndex(s)
  const wordsOf = (of: readonly string[]) => of.flatMap((l) => MOOD_VOICES.map((voice) => `${brand}|${l}|${voice}|s`))
  const answer = await search<never, { of: { buckets: readonly Bucket[] } }>(s.es, index, {
    size: 0,
    track_total_hits: false,
    query: { bool: { filter: counted(query) } },
    aggs: {
      of: {
        terms: {
          field: 'story',
          size: limit,
          // Each shard gives more than are wanted: a story is spread over all of them.
          shard_size: Math.max(1000, limit * 10),
          order: [{ n: 'desc' }, { last: 'desc' }, { _key: 'asc' }],
        },
        aggs: {
          n: { filter: { terms: { told: wordsOf(label ? [label] : LABELS) } } },
          last: { max: { field: 'at' } },
          words: { terms: { field: 'told', include: wordsOf(LABELS), size: 64 } },
        },
      },
    },
  })
  const largest = answer.aggregations.of.buckets.filter((bucket) => bucket.n.doc_count > 0)
  const firsts = await firstPosts(
    s,
    index,
    brand,
    largest.map((bucket) => bucket.key),
  )
  const whole = await hydrate(
    s,
    index,
    [...firsts.values()].map((post) => ({ post, brand })),
  )
  const byId = new Map(whole.map((mention) => [mention.story.id, mention]))
  return largest
    .flatMap((bucket) => {
      const first = byId.get(bucket.key)
      if (!first) return []
      const summary: StorySummary = {
        ...first.story,
        brand,
        first,
        labels: labelsOf(bucket),
        lastAt: bucket.last.value,
      }
      return [{ n: bucket.n.doc_count, summary }]
    })
    .sort((a, b) => b.n - a.n || b.summary.lastAt - a.summary.lastAt || compareIds(a.summary.id, b.summary.id))
    .map((entry) => entry.summary)
}

function labelsOf({ words }: Bucket): StorySummary['labels'] {
  const labels = { negative: 0, neutral: 0, positive: 0, unscored: 0 }
  for (const { key, doc_count } of words.buckets) labels[readTold(key).label] += doc_count
  return labels
}

/** The post whose counted mention of the brand is the earliest of its story, by story. */
async function firstPosts(
  s: Shared,
  index: string,
  brand: string,
  stories: readonly string[],
): Promise<Map<string, LivePost>> {
  if (stories.length === 0) return new Map()
  const filter = conditionsOf({ brands: [brand], certainty: 'sure', voices: MOOD_VOICES, stories })
  const answer = await search<LivePost>(s.es, index, {
    size: stories.length,
    track_total_hits: false,
    _source: { excludes: UNREAD },
    query: { bool: { filter } },
    sort: [{ at: 'asc' }, { key: 'asc' }],
    // The first of each story in that order.
    collapse: { field: 'story' },
  })
  return new Map(answer.hits.hits.map(({ _source }) => [_source!.story!, _source!]))
}

/** Why counted mentions are unscored, the most frequent reason first. */
export async function unscoredReasons(s: Shared, w: Window): Promise<readonly { reason: UnscoredReason; n: number }[]> {
  const index = await activeIndex(s)
  const include = Reasons.options.map((reason) => `${w.brand}|${reason}`)
  const answer = await search<never, { of: { buckets: readonly { key: string; doc_count: number }[] } }>(s.es, index, {
    size: 0,
    track_total_hits: false,
    query: { bool: { filter: counted(w) } },
    aggs: { of: { terms: { field: 'reasons', include, size: include.length } } },
  })
  return answer.aggregations.of.buckets
    .map(({ key, doc_count }) => ({ reason: key.slice(w.brand.length + 1) as UnscoredReason, n: doc_count }))
    .sort((a, b) => b.n - a.n || (a.reason < b.reason ? -1 : 1))
}
