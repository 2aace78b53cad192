import type { AuthorKeyString, EraseReport } from '@moodlight/ports'
import { renewMeta } from '../apply/meta.ts'
import { decideTombstone } from '../apply/post-rules.ts'
import { applyPurge } from '../apply/purge.ts'
import { runUnits, type Unit } from '../apply/units.ts'
import { bulk } from '../client/bulk.ts'
import { documentId } from '../client/names.ts'
import { type Ref, readOne, refresh, search } from '../client/read.ts'
import { factId } from '../documents/fact-document.ts'
import type { PostDocument } from '../documents/post-document.ts'
import type { Shared } from '../store.ts'
import { expunge } from './expunge.ts'

export interface EraseOrder {
  readonly posts: readonly string[]
  readonly authors: readonly AuthorKeyString[]
  readonly at: number
}

/**
 * Deletes posts and authors as if their sources had said so, then rewrites the segments that still hold what was deleted. What
 * is out of reach: snapshots, and history that the server keeps for copies that are away.
 */
export async function erase(s: Shared, { posts, authors, at }: EraseOrder): Promise<EraseReport> {
  await renewMeta(s)
  await s.purges.catchUp(s.es, s.names, s.meta.purges)
  const stamp = s.stamps.take(posts.length + authors.length + 1)
  const removed = { posts: 0, mentions: 0, authors: 0 }
  const units = [...new Set(posts)].map((id, i) => tombstoneUnit(s, id, at, stamp + i))
  await runUnits(
    s.es,
    units.map(({ unit }) => unit),
  )
  for (const { gone } of units) {
    if (gone.mentions === null) continue
    removed.posts++
    removed.mentions += gone.mentions
  }
  for (const [i, author] of authors.entries()) {
    const index = s.names.posts(s.meta.active)
    await refresh(s.es, index)
    const answer = await search<never, { newest: { value: number | null } }>(s.es, index, {
      size: 0,
      query: { term: { author } },
      aggs: { newest: { max: { field: 'at' } } },
    })
    const known = await readOne(s.es, s.names.facts, factId.author(author))
    // A post from ahead of the clock must go too.
    const until = Math.max(at, answer.aggregations.newest.value ?? 0)
    const gone = await applyPurge(s, { t: 'purge', author, until, at }, stamp + posts.length + i)
    await bulk(s.es, [{ index: s.names.facts, id: factId.author(author), action: 'delete' }])
    if (known || gone.posts > 0) removed.authors++
    removed.posts += gone.posts
    removed.mentions += gone.mentions
  }
  await expunge(s)
  return removed
}

function tombstoneUnit(s: Shared, id: string, at: number, stamp: number) {
  const gone: { mentions: number | null } = { mentions: null }
  const refs = s.meta.generations.map((g): Ref => ({ index: s.names.posts(g), id: documentId(id) }))
  const active = s.names.posts(s.meta.active)
  const unit: Unit = {
    refs,
    assumeNew: false,
    decide(read) {
      const changes = refs.flatMap((ref) => {
        const before = read(ref) as PostDocument | null
        const { doc, removed } = decideTombstone(before, id, { at, source: 'erasure', reason: 'erasure' }, stamp)
        if (removed && ref.index === active) gone.mentions = removed.told.length
        return doc ? [{ ...ref, doc }] : []
      })
      return [...changes, { index: s.names.facts, id: factId.engagement(id), doc: null }]
    },
    refuse: () => {},
  }
  return { unit, gone }
}
