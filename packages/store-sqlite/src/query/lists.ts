import { MOOD_VOICES, type PostMentions } from '@moodlight/core'
import type { MentionFilter, Page, Spread, StoredMention } from '@moodlight/ports'
import { type Cursor, checkLimit, readCursor, writeCursor } from '@moodlight/store-rules'
import type { MentionRow } from '../stories/votes.ts'
import { find } from './find.ts'
import { eventOf, hydrate } from './hydrate.ts'
import { type Reader, totals, turn } from './reader.ts'

/** One page of mentions. */
export async function listMentions(
  r: Reader,
  filter: MentionFilter,
  page: { limit: number; cursor?: string; order?: 'newest' | 'oldest' },
): Promise<Page<StoredMention>> {
  const limit = checkLimit(page.limit)
  const order = page.order ?? 'newest'
  const query = ['mentions', filter, order]
  const cursor = page.cursor === undefined ? null : readCursor(query, page.cursor)
  const bound = boundOf(r, cursor)
  const rows: MentionRow[] = []
  const after = cursor && { at: cursor.at, mid: cursor.id }
  for await (const row of find(r, { filter, order, after, bound })) {
    rows.push(row)
    if (rows.length > limit) break
  }
  const last = rows.length > limit ? rows[limit - 1]! : null
  return {
    items: hydrate(r, rows.slice(0, limit)),
    next: last && writeCursor(query, { at: last.at, id: last.mid, bound }),
  }
}

/**
 * Where the pages of a list end. What the active generation held when it became active was there before, under other numbers: a cursor
 * from before goes on with it.
 */
function boundOf(r: Reader, cursor: Cursor | null): number {
  if (!cursor) return totals(r).n
  const { since } = r.q('SELECT since FROM generation WHERE n = (SELECT generation FROM totals)').get() as {
    since: number
  }
  return Math.max(cursor.bound, since)
}

/** One page of stored posts by (at, id), rising. */
export async function listPosts(
  r: Reader,
  range: { from?: number; to?: number },
  page: { limit: number; cursor?: string; generation?: number },
): Promise<Page<PostMentions>> {
  const limit = checkLimit(page.limit)
  const query = page.generation === undefined ? ['posts', range] : ['posts', range, page.generation]
  const cursor = page.cursor === undefined ? null : readCursor(query, page.cursor)
  const { generation = totals(r).generation } = page
  const bound = boundOf(r, cursor)
  const to = range.to ?? Number.MAX_SAFE_INTEGER
  const found: Listed[] = []
  let place = { at: cursor?.at ?? range.from ?? 0, id: cursor?.id ?? '' }
  while (found.length <= limit) {
    const wanted = limit + 1 - found.length
    const rows = r
      .q(
        `SELECT p.pid, p.at, p.id, p.json, e.counts FROM post p LEFT JOIN engagement e ON e.id = p.id
         WHERE p.generation = ? AND p.at < ? AND (p.at, p.id) > (?, ?) ORDER BY p.at, p.id LIMIT ?`,
      )
      .all(generation, to, place.at, place.id, wanted) as unknown as Listed[]
    found.push(...rows.filter((row) => row.pid <= bound))
    if (rows.length < wanted) break
    place = rows.at(-1)!
    await turn()
  }
  const last = found.length > limit ? found[limit - 1]! : null
  return { items: found.slice(0, limit).map(eventOf), next: last && writeCursor(query, { ...last, bound }) }
}

interface Listed {
  readonly pid: number
  readonly at: number
  readonly id: string
  readonly json: string
  readonly counts: string | null
}

/**
 * Distinct authors and stories of counted mentions; where the author is unknown its site speaks, else the post itself. A post
 * without copies is a story of its own.
 */
export async function countSpread(r: Reader, filter: MentionFilter): Promise<Spread> {
  const voters = new Set<string>()
  const stories = new Set<number>()
  const voices = filter.voices?.filter((voice) => MOOD_VOICES.includes(voice)) ?? MOOD_VOICES
  const counted: MentionFilter = { ...filter, voices, certainty: 'sure' }
  if (voices.length === 0 || filter.certainty === 'unsure') return { authors: 0, stories: 0 }
  const posts = new Set<number>()
  for await (const row of find(r, { filter: counted, order: 'newest', after: null, bound: totals(r).n })) {
    voters.add(row.voter)
    if (row.sid !== null) stories.add(row.sid)
    else posts.add(row.pid)
  }
  return { authors: voters.size, stories: stories.size + posts.size }
}
