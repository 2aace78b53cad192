import type { Connection } from '../client/connection.ts'
import { search } from '../client/read.ts'

/** Rows of one page; the server allows 65,536 buckets in one answer. */
const PAGE = 5000

export interface Group<K> {
  readonly key: K
  readonly doc_count: number
}

/** All combinations of some columns with their numbers of posts: exact, over any number of shards, in bounded pages. */
export async function* groups<K extends object>(
  es: Connection,
  index: string,
  filter: readonly object[],
  sources: readonly object[],
): AsyncGenerator<Group<K>> {
  let after: K | undefined
  for (;;) {
    const composite = { size: PAGE, sources, ...(after && { after }) }
    const answer = await search<never, { of: { buckets: readonly Group<K>[]; after_key?: K } }>(es, index, {
      size: 0,
      track_total_hits: false,
      query: { bool: { filter } },
      aggs: { of: { composite } },
    })
    const of: { buckets: readonly Group<K>[]; after_key?: K } = answer.aggregations.of
    yield* of.buckets
    if (of.after_key === undefined || of.buckets.length < PAGE) return
    after = of.after_key
  }
}
