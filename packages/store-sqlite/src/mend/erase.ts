import type { EraseReport } from '@moodlight/ports'
import { applyPurge, applyTombstone } from '../apply/removals.ts'
import type { Transaction } from '../apply/transaction.ts'

export interface EraseOrder {
  readonly posts: readonly string[]
  readonly authors: readonly string[]
  readonly at: number
}

/**
 * Deletes posts and authors as if their sources had said so. SQLite overwrites deleted content (secure_delete, also of full
 * text); the caller empties the WAL afterwards.
 */
export function erase(t: Transaction, order: EraseOrder): EraseReport {
  let posts = 0
  let mentions = 0
  let authors = 0
  for (const id of order.posts) {
    const { removed } = applyTombstone(t, { t: 'tombstone', id, source: 'erasure', at: order.at, reason: 'erasure' })
    posts += removed.posts
    mentions += removed.mentions
  }
  for (const author of order.authors) {
    const known = t.q('SELECT 1 FROM author WHERE key = ?').get(author)
    // A post from ahead of the clock must go too.
    const newest = t.q('SELECT max(at) AS at FROM post WHERE author = ?').get(author) as { at: number | null }
    const until = Math.max(order.at, newest.at ?? 0)
    const { removed } = applyPurge(t, { t: 'purge', author, until, at: order.at })
    const left = t.q('DELETE FROM author WHERE key = ?').run(author).changes
    if (known || left || removed.posts > 0) authors++
    posts += removed.posts
    mentions += removed.mentions
  }
  return { posts, mentions, authors }
}
