import { mentionId, type PostMentions } from '@moodlight/core'
import type { MentionFilter, Page, StoredMention } from '@moodlight/ports'
import { type Cursor, checkLimit, compareIds, readCursor, writeCursor } from '@moodlight/store-rules'
import { checkTokens } from '../apply/meta.ts'
import { search } from '../client/read.ts'
import { keyOf, type LivePost } from '../documents/post-document.ts'
import { readTold } from '../documents/told.ts'
import type { Shared } from '../store.ts'
import { conditionsOf, mentionFits, rangeOf } from './filter.ts'
import { eventsOf, hydrate, UNREAD, type Wanted } from './hydrate.ts'
import { activeIndex } from './reader.ts'

type Order = 'newest' | 'oldest'

/** The newest arrival that is findable: pages hold what was there at the first. */
async function newestArrival(s: Shared, index: string): Promise<number> {
  const answer = await search<never, { born: { value: number | null } }>(s.es, index, {
    size: 0,
    aggs: { born: { max: { field: 'born' } } },
  })
  return answer.aggregations.born.value ?? 0
}

/**
 * Where the pages of a list end. What the active generation held when it became active was there before, under later arrivals: a
 * cursor from before goes on with it.
 */
async function boundOf(s: Shared, index: string, cursor: Cursor | null): Promise<number> {
  return cursor ? Math.max(cursor.bound, s.meta.since ?? 0) : newestArrival(s, index)
}

interface Place {
  readonly at: number
  readonly key: string
}

/** Posts in order; the one at `from` comes again, since some of its mentions may be left. */
async function postsFrom(
  s: Shared,
  index: string,
  filter: readonly object[],
  { order, from, size, bound }: { order: Order; from: Place | null; size: number; bound: number },
): Promise<LivePost[]> {
  const direction = order === 'newest' ? 'desc' : 'asc'
  const answer = await search<LivePost>(s.es, index, {
    size,
    track_total_hits: false,
    _source: { excludes: UNREAD },
    query: { bool: { filter: [...filter, { range: { born: { lte: bound } } }] } },
    sort: [{ at: direction }, { key: direction }],
    ...(from && { search_after: [from.at, order === 'newest' ? `${from.key}\u0000` : beforeKey(from.key)] }),
  })
  return answer.hits.hits.map((hit) => hit._source!)
}

/** A text shortly before `id~`: nothing but the id itself, or what is left out by its place anyway, lies between. */
function beforeKey(key: string): string {
  return `${key.slice(0, -1)}}`
}

/** One page of mentions. */
export async function listMentions(
  s: Shared,
  filter: MentionFilter,
  page: { limit: number; cursor?: string; order?: Order },
): Promise<Page<StoredMention>> {
  const limit = checkLimit(page.limit)
  const order = page.order ?? 'newest'
  const query = ['mentions', filter, order]
  const cursor = page.cursor === undefined ? null : readCursor(query, page.cursor)
  const index = await activeIndex(s)
  if (filter.words?.some((phrase) => phrase.length > 0)) checkTokens(s.meta)
  const bound = await boundOf(s, index, cursor)
  const after = cursor && { at: cursor.at, mid: cursor.id, key: keyOf(cursor.id.slice(0, cursor.id.lastIndexOf('~'))) }
  const conditions = conditionsOf(filter)
  const fits = mentionFits(filter)
  const found: (Wanted & { readonly mid: string })[] = []
  let from: Place | null = after
  while (found.length <= limit) {
    const size = limit + 2
    const posts = await postsFrom(s, index, conditions, { order, from, size, bound })
    for (const post of posts) {
      if (from && from !== after && post.at === from.at && post.key === from.key) continue
      found.push(...mentionsOf(post, fits, order).filter(({ mid }) => isAfter(post, mid, after, order)))
    }
    if (posts.length < size) break
    from = posts.at(-1)!
  }
  const last = found.length > limit ? found[limit - 1]! : null
  return {
    items: await hydrate(s, index, found.slice(0, limit)),
    next: last && writeCursor(query, { at: last.post.at, id: last.mid, bound }),
  }
}

function mentionsOf(post: LivePost, fits: ReturnType<typeof mentionFits>, order: Order) {
  const sign = order === 'newest' ? -1 : 1
  const id = post.key.slice(0, -1)
  return post.told
    .filter((word) => fits(post, word))
    .map((word) => readTold(word).brand)
    .map((brand) => ({ post, brand, mid: mentionId(id, brand) }))
    .sort((a, b) => sign * compareIds(a.mid, b.mid))
}

/** Posts come in order; only of the one at the cursor some mentions were given before. */
function isAfter(
  post: LivePost,
  mid: string,
  after: { readonly at: number; readonly mid: string; readonly key: string } | null,
  order: Order,
): boolean {
  if (!after) return true
  const keys = post.at - after.at || compareIds(post.key, after.key)
  const place = keys || compareIds(mid, after.mid)
  return order === 'newest' ? place < 0 : place > 0
}

/** One page of stored posts by (at, id), rising. */
export async function listPosts(
  s: Shared,
  range: { from?: number; to?: number },
  page: { limit: number; cursor?: string; generation?: number },
): Promise<Page<PostMentions>> {
  const limit = checkLimit(page.limit)
  const query = page.generation === undefined ? ['posts', range] : ['posts', range, page.generation]
  const cursor = page.cursor === undefined ? null : readCursor(query, page.cursor)
  const active = await activeIndex(s)
  const index = page.generation === undefined ? active : s.names.posts(page.generation)
  const bound = await boundOf(s, index, cursor)
  const filter = [{ term: { kind: 'post' } }, ...rangeOf(range), { range: { born: { lte: bound } } }]
  const answer = await search<LivePost>(s.es, index, {
    size: limit + 1,
    track_total_hits: false,
    _source: { excludes: UNREAD },
    query: { bool: { filter } },
    sort: [{ at: 'asc' }, { id: 'asc' }],
    ...(cursor && { search_after: [cursor.at, cursor.id] }),
  })
  const posts = answer.hits.hits.map((hit) => hit._source!)
  const last = posts.length > limit ? posts[limit - 1]! : null
  return {
    items: await eventsOf(s, posts.slice(0, limit)),
    next: last && writeCursor(query, { at: last.at, id: last.id, bound }),
  }
}
