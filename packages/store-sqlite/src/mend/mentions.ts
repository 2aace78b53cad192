import { mentionId } from '@moodlight/core'
import { preparePost, storedEvent } from '@moodlight/store-rules'
import type { Transaction } from '../apply/transaction.ts'
import type { PostRow } from '../apply/write-post.ts'
import { marks, type Query } from '../db/statements.ts'
import { allPosts } from './posts.ts'
import type { Progress } from './progress.ts'

type Value = string | number | null

/** Compares the mention rows of every post with its event and writes anew what differs. @returns posts that were wrong. */
export function mendMentions(t: Transaction, progress: Progress): number {
  const { q } = t
  let wrong = 0
  let rows = 0
  for (const posts of allPosts(q)) {
    for (const post of posts) {
      const expected = expectedRows(post)
      rows += expected.length
      wrong += mendOne(q, post, expected) ? 1 : 0
    }
    progress.step(posts.length)
  }
  const { n } = q('SELECT count(*) AS n FROM mention').get() as { n: number }
  if (n === rows) return wrong
  // Rows that belong to no post, or to a brand that its post does not name.
  const strays = q(
    `DELETE FROM mention WHERE NOT EXISTS (SELECT 1 FROM post p WHERE p.pid = mention.pid AND p.at = mention.at
     AND p.generation = mention.generation AND mention.mid = p.id || '~' || mention.brand
     AND ',' || p.brands || ',' LIKE '%,' || mention.brand || ',%')`,
  ).run().changes
  return wrong + Number(strays)
}

const COLUMNS =
  'generation, brand, at, mid, pid, sure, label, voice, counted, reason, source, language, voter, site, sid, intents'

function expectedRows(post: PostRow): Value[][] {
  const p = preparePost(storedEvent(post.json))
  return p.mentions.map((m) => [
    p.generation,
    m.brand,
    p.at,
    mentionId(p.id, m.brand),
    post.pid,
    m.sure,
    m.label,
    m.voice,
    m.counted,
    m.reason,
    p.source,
    p.language,
    p.voter,
    p.site,
    post.sid,
    m.intents,
  ])
}

function mendOne(q: Query, post: PostRow, expected: readonly Value[][]): boolean {
  let wrong = false
  for (const row of expected) {
    const found = q(`SELECT ${COLUMNS} FROM mention WHERE generation = ? AND brand = ? AND at = ? AND mid = ?`).get(
      ...row.slice(0, 4),
    )
    if (found && Object.values(found).every((value, i) => value === row[i])) continue
    wrong = true
    q(`INSERT OR REPLACE INTO mention (${COLUMNS}, vote) VALUES (${marks(row.length)}, 0)`).run(...row)
  }
  const brands = expected.map((row) => row[1]).join(',')
  if (brands !== post.brands) {
    wrong = true
    q('UPDATE post SET brands = ? WHERE pid = ?').run(brands, post.pid)
  }
  return wrong
}
