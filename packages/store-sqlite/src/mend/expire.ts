import { readPost } from '../apply/post.ts'
import type { Transaction } from '../apply/transaction.ts'
import { removePost } from '../apply/write-post.ts'

/** Rows looked at in one transaction. */
const STEP = 1000

/**
 * Removes the next posts older than the retention of their source, oldest first. Their tombstones and waiting engagement go
 * at the same age: a create that old is refused by ingest. Erasures are kept for ever.
 */
export function expire(
  t: Transaction,
  retention: readonly { readonly source: string; readonly before: number }[],
): { posts: number; more: boolean } {
  let posts = 0
  // Every generation holds the same posts: each counts once.
  let looked = 0
  for (const { source, before } of retention) {
    const rows = t
      .q('SELECT pid FROM post WHERE source = ? AND at < ? ORDER BY at LIMIT ?')
      .all(source, before, STEP - looked) as { pid: number }[]
    for (const { pid } of rows) {
      const row = readPost(t, pid)
      removePost(t, row)
      if (row.generation !== t.totals.generation) continue
      posts++
      t.q('DELETE FROM engagement WHERE id = ?').run(row.id)
      t.change('tombstone', before, row.id)
    }
    looked += rows.length
    if (looked >= STEP) return { posts, more: true }
    const gone = t
      .q(`DELETE FROM tombstone WHERE source = ? AND at < ? AND final = 1 AND reason = 'source'`)
      .run(source, before).changes
    t.totals.tombstones -= Number(gone)
    t.q(
      'DELETE FROM engagement WHERE source = ? AND at < ? AND NOT EXISTS (SELECT 1 FROM post WHERE post.id = engagement.id)',
    ).run(source, before)
  }
  return { posts, more: forget(t) }
}

/**
 * Forgets the next changes from before the oldest post that is left: all of them are about posts that are gone, and whoever
 * follows the numbers is long past them. A post's `pid` is the number of the change that brought it; a new generation brings all
 * anew, so removals are kept for as long as posts of their time. true: there may be more.
 */
function forget(t: Transaction): boolean {
  const { changes } = t
    .q(
      `DELETE FROM change WHERE n IN (
         SELECT n FROM change WHERE n < (SELECT coalesce(min(pid), 0) FROM post)
           AND (kind NOT IN ('tombstone', 'purge') OR at < coalesce((SELECT at FROM post WHERE generation = ? ORDER BY at LIMIT 1), 0))
         ORDER BY n LIMIT ?)`,
    )
    .run(t.totals.generation, 10 * STEP)
  return Number(changes) === 10 * STEP
}
