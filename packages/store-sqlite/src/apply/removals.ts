import type { ApplyResult } from '@moodlight/ports'
import { deletionOver, type Prepared } from '@moodlight/store-rules'
import { dropCorrections } from './corrections.ts'
import { readPost, rememberRefused } from './post.ts'
import type { Transaction } from './transaction.ts'
import { removePost } from './write-post.ts'

export interface Removed {
  readonly posts: number
  readonly mentions: number
}

/** A post is gone for good, in every generation; the id is kept, known or not. */
export function applyTombstone(
  t: Transaction,
  event: Extract<Prepared, { t: 'tombstone' }>,
): { result: ApplyResult; removed: Removed } {
  const known = t.q('SELECT final, at, source, reason FROM tombstone WHERE id = ?').get(event.id) as
    | { final: number; at: number; source: string; reason: string }
    | undefined
  if (known?.final === 1) {
    if (deletionOver(known, event))
      t.q('UPDATE tombstone SET at = ?, source = ?, reason = ? WHERE id = ?').run(
        event.at,
        event.source,
        event.reason,
        event.id,
      )
    return { result: 'applied', removed: { posts: 0, mentions: 0 } }
  }
  t.q('INSERT OR REPLACE INTO tombstone VALUES (?, 1, 0, ?, ?, ?)').run(event.id, event.at, event.source, event.reason)
  t.totals.tombstones++
  t.change('tombstone', event.at, event.id)
  const removed = removeAll(t, t.q('SELECT pid FROM post WHERE id = ?').all(event.id) as { pid: number }[])
  forgetAbout(t, event.id)
  return { result: 'applied', removed }
}

/** Removes the author's posts up to `until` with the author's own record, and refuses such posts from now on. */
export function applyPurge(
  t: Transaction,
  event: Extract<Prepared, { t: 'purge' }>,
): { result: ApplyResult; removed: Removed } {
  const known = t.q('SELECT until FROM purge WHERE author = ?').get(event.author) as { until: number } | undefined
  if (known && known.until >= event.until) return { result: 'applied', removed: { posts: 0, mentions: 0 } }
  t.q('INSERT OR REPLACE INTO purge VALUES (?, ?)').run(event.author, event.until)
  t.change('purge', event.at, event.author)
  t.q('DELETE FROM author WHERE key = ? AND seen_at <= ?').run(event.author, event.until)
  const rows = t.q('SELECT pid, id, version FROM post WHERE author = ? AND at <= ?').all(event.author, event.until) as {
    pid: number
    id: string
    version: number
  }[]
  const removed = removeAll(t, rows)
  for (const row of rows) {
    rememberRefused(t, row.id, row.version)
    forgetAbout(t, row.id)
  }
  return { result: 'applied', removed }
}

/** Each row is read when its turn comes: removing one post may move others between stories. */
function removeAll(t: Transaction, pids: readonly { readonly pid: number }[]): Removed {
  let posts = 0
  let mentions = 0
  for (const { pid } of pids) {
    const row = readPost(t, pid)
    const n = removePost(t, row)
    if (row.generation !== t.totals.generation) continue
    posts++
    mentions += n
  }
  return { posts, mentions }
}

/** What is kept beside a post under its id. */
function forgetAbout(t: Transaction, id: string): void {
  t.q('DELETE FROM engagement WHERE id = ?').run(id)
  dropCorrections(t, id)
}
