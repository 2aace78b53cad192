import type { Connection } from '../client/connection.ts'
import { search } from '../client/read.ts'
import { groups } from './composite.ts'

/** Authors of a story up to so many posts are counted one by one; beyond it the server estimates, which costs it 256 KiB a story. */
const EXACT_POSTS = 2000

type Buckets<A = object> = {
  readonly of: { readonly buckets: readonly ({ readonly key: string; readonly doc_count: number } & A)[] }
}

/** Stored posts by the values of a column; exact, since all values are named. */
export async function countPosts(
  es: Connection,
  index: string,
  field: string,
  values: readonly string[],
): Promise<Map<string, number>> {
  if (values.length === 0) return new Map()
  const { aggregations } = await search<never, Buckets>(es, index, {
    size: 0,
    track_total_hits: false,
    query: { bool: { filter: [{ term: { kind: 'post' } }, { terms: { [field]: values } }] } },
    aggs: { of: { terms: { field, size: values.length, include: values } } },
  })
  return new Map(aggregations.of.buckets.map(({ key, doc_count }) => [key, doc_count]))
}

/** Distinct authors by story; `posts` are the sizes of the stories. */
export async function countAuthors(
  es: Connection,
  index: string,
  posts: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const authors = new Map<string, number>()
  const small = [...posts].filter(([, n]) => n > 1 && n <= EXACT_POSTS).map(([story]) => story)
  const filter = (stories: readonly string[]) => [{ term: { kind: 'post' } }, { terms: { story: stories } }]
  if (small.length > 0) {
    const sources = [{ story: { terms: { field: 'story' } } }, { voter: { terms: { field: 'voter' } } }]
    for await (const { key } of groups<{ story: string; voter: string }>(es, index, filter(small), sources))
      authors.set(key.story, (authors.get(key.story) ?? 0) + 1)
  }
  for (const [story] of [...posts].filter(([, n]) => n > EXACT_POSTS)) {
    const { aggregations } = await search<never, { all: { value: number } }>(es, index, {
      size: 0,
      track_total_hits: false,
      query: { bool: { filter: filter([story]) } },
      aggs: { all: { cardinality: { field: 'voter', precision_threshold: 40_000 } } },
    })
    authors.set(story, aggregations.all.value)
  }
  return authors
}
