import type { MentionFilter } from '@moodlight/ports'
import { marks } from '../db/statements.ts'
import { mentionsOf } from '../stories/rows.ts'
import type { MentionRow } from '../stories/votes.ts'
import { MAX_HITS, rarePosts, type Words } from './fulltext.ts'
import type { Reader } from './reader.ts'

/** Stories as their rows know them: by number, or by the one post of a story of its own. */
export interface StoryKeys {
  readonly sids: readonly number[]
  readonly pids: readonly number[]
}

/** Finds stories by id. An id that is not the earliest post of its story (any more) is none. */
export function storyKeys(r: Reader, generation: number, ids: readonly string[]): StoryKeys {
  const sids: number[] = []
  const pids: number[] = []
  for (const id of ids) {
    const post = r.q('SELECT pid, sid FROM post WHERE id = ? AND generation = ?').get(id, generation) as
      | { pid: number; sid: number | null }
      | undefined
    if (!post) continue
    if (post.sid === null) pids.push(post.pid)
    else if (firstPost(r, post.sid) === id) sids.push(post.sid)
  }
  return { sids, pids }
}

/** Id of the earliest post of a story. */
export function firstPost(r: Reader, sid: number): string {
  const row = r.q('SELECT id FROM post WHERE sid = ? ORDER BY at, id LIMIT 1').get(sid) as { id: string } | undefined
  return row?.id ?? ''
}

/**
 * The posts that can hold hits when a selective part of the filter (authors, stories, rare words) gives few; null: walk the
 * brands. Either way gives the same hits.
 */
export function candidatePosts(
  r: Reader,
  filter: MentionFilter,
  stories: StoryKeys | null,
  words: Words | null,
): readonly number[] | null {
  if (stories) {
    const found = few(r, `SELECT pid FROM post WHERE sid IN (${marks(stories.sids.length)})`, stories.sids)
    if (found) return [...found, ...stories.pids]
  }
  if (filter.authors) {
    const found = few(r, `SELECT pid FROM post WHERE author IN (${marks(filter.authors.length)})`, filter.authors)
    if (found) return found
  }
  return words ? rarePosts(r, words) : null
}

function few(r: Reader, sql: string, values: readonly (string | number)[]): readonly number[] | null {
  const rows = r.q(`${sql} LIMIT ${MAX_HITS + 1}`).all(...values) as { pid: number }[]
  return rows.length > MAX_HITS ? null : rows.map((row) => row.pid)
}

/** All mention rows of some posts of a generation. */
export function rowsOfPosts(r: Reader, generation: number, pids: readonly number[]): MentionRow[] {
  const one = r.q('SELECT generation, at, id, brands FROM post WHERE pid = ?')
  return [...new Set(pids)].flatMap((pid) => {
    const post = one.get(pid) as { generation: number; at: number; id: string; brands: string } | undefined
    return post && post.generation === generation ? mentionsOf(r.q, post) : []
  })
}
