import type { PostMentions } from '@moodlight/core'
import { openReader } from './db/database.ts'
import { eventOf } from './query/hydrate.ts'

/**
 * All that the store says, sorted, one JSON line each, without what depends on when it was processed (seenAt, enrichedAt,
 * numbers of changes, log positions): two stores that heard the same events give the same lines. `file` is a store.db; it may
 * be open elsewhere.
 */
export function* canonicalDump(file: string): Generator<string> {
  const db = openReader(file)
  try {
    const posts = `SELECT p.generation, p.id, p.sid, p.json, e.counts, r.n AS reposts FROM post p
      LEFT JOIN engagement e ON e.id = p.id LEFT JOIN reposts r ON r.id = p.id ORDER BY p.generation, p.id`
    const story = db.prepare('SELECT id FROM post WHERE sid = ? ORDER BY at, id LIMIT 1')
    for (const row of db.prepare(posts).iterate() as Iterable<PostLine>) {
      const first = row.sid === null ? row.id : (story.get(row.sid) as { id: string }).id
      yield line('post', { ...timeless(eventOf(row)), story: first, reposts: row.reposts ?? 0 })
    }
    for (const [name, sql] of Object.entries(TABLES))
      for (const row of db.prepare(sql).iterate()) yield line(name, { ...row })
  } finally {
    db.close()
  }
}

interface PostLine {
  readonly id: string
  readonly sid: number | null
  readonly json: string
  readonly counts: string | null
  readonly reposts: number | null
}

/** What is sorted by its key and free of processing times. */
const TABLES: Readonly<Record<string, string>> = {
  mention: `SELECT generation, brand, at, mid, sure, label, voice, counted, reason, source, language, voter, site, vote, intents
    FROM mention ORDER BY generation, brand, at, mid`,
  minute: 'SELECT * FROM minute ORDER BY generation, brand, bucket, source, language, label, counted',
  quarter: 'SELECT * FROM quarter ORDER BY generation, brand, bucket, source, language, label, counted',
  story: `SELECT (SELECT id FROM post WHERE post.sid = story.sid ORDER BY at, id LIMIT 1) AS first, posts, authors
    FROM story ORDER BY 1`,
  tombstone: 'SELECT * FROM tombstone ORDER BY id',
  purge: 'SELECT * FROM purge ORDER BY author',
  engagement: 'SELECT * FROM engagement ORDER BY id',
  author: `SELECT key, network, handle, name FROM author ORDER BY key`,
  correction: 'SELECT * FROM correction ORDER BY id, brand',
  hole: 'SELECT json FROM hole ORDER BY id',
  settings: 'SELECT version FROM settings ORDER BY version',
  totals: 'SELECT posts, mentions, tombstones, corrections, clock, horizon, generation FROM totals',
  source: 'SELECT source, posts, newest FROM source ORDER BY source',
}

function line(kind: string, value: object): string {
  return JSON.stringify([kind, value])
}

function timeless(event: PostMentions): object {
  const { enrichedAt: _enriched, origin: _origin, post, ...rest } = event
  const { seenAt: _seen, ...kept } = post
  return { ...rest, post: kept }
}
