import type { AuthorEvent, Hole } from '@moodlight/core'
import type { Change, Generations, JournalEntry, StoreStats } from '@moodlight/ports'
import { foldName } from '@moodlight/store-rules'
import { renewMeta } from '../apply/meta.ts'
import { search } from '../client/read.ts'
import { scan } from '../client/scan.ts'
import type { AuthorFact, ChangesFact, HoleFact, JournalFact, SourceFact } from '../documents/fact-document.ts'
import { wellFormed } from '../documents/post-document.ts'
import { type Entry, readProgress } from '../keeper/keeper.ts'
import type { Shared } from '../store.ts'
import { activeIndex } from './reader.ts'

const MOST = 10_000

async function facts<T>(s: Shared, filter: readonly object[], sort: readonly object[], size = MOST): Promise<T[]> {
  const body = { size, track_total_hits: false, query: { bool: { filter } }, sort }
  const answer = await search<T>(s.es, s.names.facts, body)
  return answer.hits.hits.map((hit) => hit._source!)
}

/** Holes that touch the range. */
export async function readHoles(
  s: Shared,
  range: { from: number; to: number; sources?: readonly string[] },
): Promise<Hole[]> {
  const open = { bool: { must_not: [{ exists: { field: 'to' } }] } }
  const filter = [
    { term: { kind: 'hole' } },
    { range: { from: { lt: range.to } } },
    { bool: { should: [open, { range: { to: { gt: range.from } } }] } },
    ...(range.sources ? [{ terms: { source: range.sources } }] : []),
  ]
  const found = await facts<HoleFact>(s, filter, [{ from: 'asc' }, { id: 'asc' }])
  return found.map((hole) => JSON.parse(hole.json) as Hole)
}

export async function readJournal(s: Shared, { from, to }: { from: number; to: number }): Promise<JournalEntry[]> {
  const filter = [{ term: { kind: 'journal' } }, { range: { at: { gte: from, lt: to } } }]
  const found = await facts<JournalFact>(s, filter, [{ at: 'asc' }, { n: 'asc' }])
  return found.map(({ n, at, what, ref, text, by }) => ({ n, at, kind: what as JournalEntry['kind'], ref, text, by }))
}

/** Changes after a number, as far as they are numbered. */
export async function readChanges(s: Shared, after: number, limit: number): Promise<Change[]> {
  const { progress } = await readProgress(s)
  if (after >= progress.n) return []
  const freshFrom = progress.n - progress.fresh.length
  const found: Change[] = []
  const take = (first: number, entries: readonly Entry[]) => {
    for (const [i, [at, kind, ref]] of entries.entries())
      if (first + i > after && found.length < limit) found.push({ n: first + i, at, kind, ref })
  }
  if (after < freshFrom) {
    const filter = [{ term: { kind: 'changes' } }, { range: { last: { gt: after, lte: freshFrom } } }]
    // A document holds one change at least.
    for (const doc of await facts<ChangesFact>(s, filter, [{ n: 'asc' }], Math.min(limit, 1000)))
      take(doc.n, JSON.parse(doc.json) as Entry[])
    if (found.length >= limit) return found
    // Not all that is numbered may be findable yet: what is missing must not be leapt over.
    if ((found.at(-1)?.n ?? 0) < freshFrom) return found
  }
  take(freshFrom + 1, progress.fresh)
  return found
}

/** Authors by handle or name, however written. */
export async function findAuthors(s: Shared, handleOrName: string, network?: string): Promise<AuthorEvent[]> {
  const folded = wellFormed(foldName(handleOrName) ?? '')
  const filter = [
    { term: { kind: 'author' } },
    { bool: { should: [{ term: { handle: folded } }, { term: { name: folded } }] } },
    ...(network === undefined ? [] : [{ term: { network } }]),
  ]
  const found = await facts<AuthorFact>(s, filter, [{ id: 'asc' }])
  return found.map((author) => JSON.parse(author.json) as AuthorEvent)
}

interface Counted {
  readonly kinds: { readonly buckets: readonly { readonly key: string; readonly doc_count: number }[] }
  readonly live: {
    readonly mentions: { readonly value: number }
    readonly oldest: { readonly value: number | null }
    readonly newest: { readonly value: number | null }
    readonly sources: { readonly buckets: readonly { readonly key: string; readonly doc_count: number }[] }
  }
}

export async function readStats(s: Shared): Promise<StoreStats> {
  const index = await activeIndex(s)
  const { aggregations } = await search<never, Counted>(s.es, index, {
    size: 0,
    track_total_hits: false,
    aggs: {
      kinds: { terms: { field: 'kind' } },
      live: {
        filter: { term: { kind: 'post' } },
        aggs: {
          mentions: { value_count: { field: 'told' } },
          oldest: { min: { field: 'at' } },
          newest: { max: { field: 'at' } },
          sources: { terms: { field: 'source', size: MOST } },
        },
      },
    },
  })
  const of = (kind: string) => aggregations.kinds.buckets.find((bucket) => bucket.key === kind)?.doc_count ?? 0
  const posts = new Map(aggregations.live.sources.buckets.map((bucket) => [bucket.key, bucket.doc_count]))
  const sources: StoreStats['sources'][number][] = []
  const body = { query: { term: { kind: 'source' } }, sort: [{ id: 'asc' }] }
  for await (const hits of scan<SourceFact>(s.es, s.names.facts, body))
    for (const { _source } of hits) {
      const { id, at } = _source!
      sources.push({ source: id, newest: at, posts: posts.get(id) ?? 0 })
    }
  return {
    posts: of('post'),
    mentions: aggregations.live.mentions.value,
    tombstones: of('dead'),
    oldest: aggregations.live.oldest.value,
    newest: aggregations.live.newest.value,
    sources,
    bytes: await bytesOf(s),
    generation: s.meta.active,
    tokenVersion: s.meta.tokenVersion,
  }
}

/** As they are now, not as a reader last heard. */
export async function readGenerations(s: Shared): Promise<Generations> {
  const { active, generations } = await renewMeta(s)
  return { active, kept: generations, change: (await readProgress(s)).progress.n }
}

/** Size of all copies of our indices. */
async function bytesOf(s: Shared): Promise<number> {
  const indices = [s.names.facts, s.names.state, ...s.meta.generations.map(s.names.posts)]
  const stats = await s.es.ask<{ _all: { total: { store: { size_in_bytes: number } } } }>({
    method: 'GET',
    path: `/${indices.join(',')}/_stats/store`,
  })
  return stats._all.total.store.size_in_bytes
}
