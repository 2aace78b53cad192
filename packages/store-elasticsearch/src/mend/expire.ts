import { renewMeta } from '../apply/meta.ts'
import { runUnits, type Unit } from '../apply/units.ts'
import { bulk } from '../client/bulk.ts'
import { documentId } from '../client/names.ts'
import { type Ref, readAll, refresh } from '../client/read.ts'
import { scan } from '../client/scan.ts'
import { type EngagementFact, factId } from '../documents/fact-document.ts'
import type { ExpiredPost, PostDocument } from '../documents/post-document.ts'
import type { Shared } from '../store.ts'

export interface Retention {
  readonly source: string
  readonly before: number
}

/**
 * Empties posts older than the retention of their source; the keeper removes them once their stories know. Tombstones and
 * waiting engagement go at the same age: a create that old is refused by ingest. Erasures are kept for ever.
 */
export async function expire(s: Shared, retention: readonly Retention[]): Promise<number> {
  await renewMeta(s)
  const indices = s.meta.generations.map(s.names.posts)
  await refresh(s.es, s.names.facts, ...indices)
  let posts = 0
  for (const rule of retention) {
    for (const index of indices) {
      const gone = await expirePosts(s, index, rule)
      if (index === s.names.posts(s.meta.active)) posts += gone
      await forgetTombstones(s, index, rule)
    }
    await forgetEngagement(s, rule)
  }
  await forgetChanges(s, Math.min(...retention.map((rule) => rule.before)))
  return posts
}

async function expirePosts(s: Shared, index: string, { source, before }: Retention): Promise<number> {
  const filter = [{ term: { kind: 'post' } }, { term: { source } }, { range: { at: { lt: before } } }]
  const body = { _source: false, query: { bool: { filter } }, sort: [{ at: 'asc' }, { key: 'asc' }] }
  let posts = 0
  for await (const hits of scan<never>(s.es, index, body)) {
    const stamp = s.stamps.take(hits.length)
    const gone = new Set<string>()
    await runUnits(
      s.es,
      hits.map(({ _id }, i): Unit => {
        const ref: Ref = { index, id: _id }
        return {
          refs: [ref],
          assumeNew: false,
          decide(read) {
            const post = read(ref) as PostDocument | null
            if (post?.kind !== 'post' || post.source !== source || post.at >= before) return []
            gone.add(_id)
            const { id, key, story } = post
            const doc: ExpiredPost = {
              kind: 'expired',
              id,
              key,
              stamp: stamp + i,
              changed: before,
              ...(story !== undefined && { story }),
            }
            return [
              { ...ref, doc },
              { index: s.names.facts, id: factId.engagement(id), doc: null },
            ]
          },
          refuse: () => {},
        }
      }),
    )
    posts += gone.size
  }
  return posts
}

async function forgetTombstones(s: Shared, index: string, { source, before }: Retention): Promise<void> {
  const filter = [
    { term: { kind: 'dead' } },
    { term: { reason: 'source' } },
    { term: { source } },
    { range: { at: { lt: before } } },
  ]
  const body = {
    _source: false,
    seq_no_primary_term: true,
    query: { bool: { filter } },
    sort: [{ at: 'asc' }, { key: 'asc' }],
  }
  for await (const hits of scan<never>(s.es, index, body))
    await bulk(
      s.es,
      hits.map(({ _id, _seq_no, _primary_term }) => ({
        index,
        id: _id,
        action: 'delete' as const,
        place: { seq: _seq_no ?? 0, term: _primary_term ?? 0 },
      })),
    )
}

/** Counts that wait for a post that never came. */
async function forgetEngagement(s: Shared, { source, before }: Retention): Promise<void> {
  const filter = [{ term: { kind: 'engagement' } }, { term: { source } }, { range: { at: { lt: before } } }]
  const body = { query: { bool: { filter } }, sort: [{ at: 'asc' }, { id: 'asc' }] }
  for await (const hits of scan<EngagementFact>(s.es, s.names.facts, body)) {
    const ids = hits.map(({ _source }) => documentId(_source!.id))
    const posts = await readAll<PostDocument>(
      s.es,
      ids.map((id) => ({ index: s.names.posts(s.meta.active), id })),
      ['stream', 'near', 'json'],
    )
    const lone = hits.filter((_, i) => posts[i]?.doc.kind !== 'post')
    await bulk(
      s.es,
      lone.map(({ _id }) => ({ index: s.names.facts, id: _id, action: 'delete' as const })),
    )
  }
}

/** Changes that are all older than what is kept: whoever follows the numbers is long past them. */
async function forgetChanges(s: Shared, before: number): Promise<void> {
  if (!Number.isFinite(before)) return
  const filter = [{ term: { kind: 'changes' } }, { range: { at: { lt: before } } }]
  const body = { _source: false, query: { bool: { filter } }, sort: [{ n: 'asc' }] }
  for await (const hits of scan<never>(s.es, s.names.facts, body))
    await bulk(
      s.es,
      hits.map(({ _id }) => ({ index: s.names.facts, id: _id, action: 'delete' as const })),
    )
}
