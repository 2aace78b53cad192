import type { MentionFilter } from '@moodlight/ports'
import { encodeToken } from '@moodlight/text'
import type { Reader } from './reader.ts'

/** A term in no more posts than this lets full text lead the search; otherwise the walk leads and full text is asked back. */
const LEAD_POSTS = 20_000
/** Hits that are looked up and sorted at once when full text leads. */
export const MAX_HITS = 2000
/** Posts of one step that lie this close together are asked for in one range. */
const NEAR_PIDS = 256
const MAX_RANGE = 20_000

/** A search in the syntax of FTS5. */
export interface Words {
  readonly match: string
  readonly tokens: readonly string[]
}

/** null: no words are asked for. */
export function wordsOf(filter: MentionFilter): Words | null {
  const phrases = (filter.words ?? []).filter((phrase) => phrase.length > 0).map((phrase) => phrase.map(encodeToken))
  if (phrases.length === 0) return null
  return { match: phrases.map((phrase) => `"${phrase.join(' ')}"`).join(' AND '), tokens: phrases.flat() }
}

/** The posts that hold the words when they are few, else null. */
export function rarePosts(r: Reader, words: Words): readonly number[] | null {
  const docs = r.q('SELECT doc FROM fts_terms WHERE term = ?')
  const fewest = Math.min(...words.tokens.map((token) => (docs.get(token) as { doc: number } | undefined)?.doc ?? 0))
  if (fewest === 0) return []
  if (fewest > LEAD_POSTS) return null
  const hits = r.q('SELECT rowid AS pid FROM fts WHERE fts MATCH ? LIMIT ?').all(words.match, MAX_HITS + 1)
  return hits.length > MAX_HITS ? null : (hits as { pid: number }[]).map((hit) => hit.pid)
}

/** Which of these posts hold the words. Asked in ranges of rowids that lie together, so that the cost follows the step. */
export function amongPosts(r: Reader, words: Words, pids: readonly number[]): ReadonlySet<number> {
  const sorted = [...new Set(pids)].sort((a, b) => a - b)
  const found = new Set<number>()
  const hits = r.q('SELECT rowid AS pid FROM fts WHERE fts MATCH ? AND rowid BETWEEN ? AND ?')
  for (let i = 0; i < sorted.length; ) {
    const first = sorted[i]!
    let last = first
    while (i < sorted.length && sorted[i]! - last <= NEAR_PIDS && sorted[i]! - first < MAX_RANGE) last = sorted[i++]!
    for (const hit of hits.all(words.match, first, last) as { pid: number }[]) found.add(hit.pid)
  }
  return found
}
