import { MINUTE_MS, QUARTER_MS } from '@moodlight/ports'
import type { Transaction } from '../apply/transaction.ts'
import type { Query } from '../db/statements.ts'

/** Puts the story on its numbers and each vote where it belongs: with the earliest sure mention of (brand, voter, story). */
export function mendVotes(q: Query): void {
  q(`UPDATE story SET posts = (SELECT count(*) FROM post WHERE post.sid = story.sid),
     authors = (SELECT count(DISTINCT voter) FROM post WHERE post.sid = story.sid)`).run()
  q('UPDATE mention SET vote = sure WHERE sid IS NULL AND vote <> sure').run()
  q('UPDATE mention SET vote = 0 WHERE sure = 0 AND vote <> 0').run()
  q(`WITH ranked AS (SELECT generation, brand, at, mid, row_number() OVER
       (PARTITION BY generation, brand, sid, voter ORDER BY at, mid) = 1 AS vote
       FROM mention WHERE sid IS NOT NULL AND sure = 1)
     UPDATE mention SET vote = ranked.vote FROM ranked WHERE mention.generation = ranked.generation
       AND mention.brand = ranked.brand AND mention.at = ranked.at AND mention.mid = ranked.mid
       AND mention.vote <> ranked.vote`).run()
}

const KEY = 'generation, brand, bucket, source, language, label, counted'

/** Counts all mentions anew and puts right what differs. */
export function mendCounts(q: Query, horizon: number): { buckets: number; wrong: number } {
  const quarter = mendTable(q, 'quarter', QUARTER_MS, 0)
  const minute = mendTable(q, 'minute', MINUTE_MS, horizon)
  return { buckets: quarter.buckets + minute.buckets, wrong: quarter.wrong + minute.wrong }
}

function mendTable(q: Query, table: 'minute' | 'quarter', width: number, from: number): Counted {
  q(`CREATE TEMP TABLE IF NOT EXISTS truth_${table} AS SELECT * FROM ${table} WHERE 0`).run()
  const truth = `temp.truth_${table}`
  q(`DELETE FROM ${truth}`).run()
  q(`INSERT INTO ${truth} SELECT generation, brand, at / ${width} * ${width} AS bucket, source, language, label, counted,
     count(*), sum(vote) FROM mention WHERE sure = 1 AND at >= ? GROUP BY 1, 2, 3, 4, 5, 6, 7`).run(from)
  const { n: wrong } = q(
    `SELECT count(*) AS n FROM (SELECT ${KEY} FROM (SELECT * FROM ${truth} EXCEPT SELECT * FROM ${table})
     UNION SELECT ${KEY} FROM (SELECT * FROM ${table} EXCEPT SELECT * FROM ${truth}))`,
  ).get() as { n: number }
  const { n: buckets } = q(`SELECT count(*) AS n FROM ${truth}`).get() as { n: number }
  if (wrong > 0) {
    q(`DELETE FROM ${table}`).run()
    q(`INSERT INTO ${table} SELECT * FROM ${truth}`).run()
  }
  q(`DELETE FROM ${truth}`).run()
  return { buckets, wrong }
}

interface Counted {
  readonly buckets: number
  readonly wrong: number
}

/** Puts the totals right. @returns how many were wrong. */
export function mendTotals(t: Transaction): number {
  const { q, totals } = t
  const truth = q(
    `SELECT (SELECT count(*) FROM post WHERE generation = ?1) AS posts,
     (SELECT count(*) FROM mention WHERE generation = ?1) AS mentions,
     (SELECT count(*) FROM tombstone WHERE final = 1) AS tombstones, (SELECT count(*) FROM correction) AS corrections`,
  ).get(totals.generation) as Record<'posts' | 'mentions' | 'tombstones' | 'corrections', number>
  let wrong = 0
  for (const name of ['posts', 'mentions', 'tombstones', 'corrections'] as const) {
    if (totals[name] !== truth[name]) wrong++
    totals[name] = truth[name]
  }
  const sources = `SELECT source, count(*) AS n, max(at) AS newest FROM post WHERE generation = ? GROUP BY source`
  for (const row of q(sources).all(totals.generation) as { source: string; n: number; newest: number }[])
    wrong += Number(
      q(`INSERT INTO source VALUES (?1, ?2, ?3) ON CONFLICT (source) DO UPDATE SET posts = ?2 WHERE posts <> ?2`).run(
        row.source,
        row.n,
        row.newest,
      ).changes,
    )
  const brands = 'SELECT generation, brand, count(*) AS n FROM mention GROUP BY 1, 2'
  for (const row of q(brands).all() as { generation: number; brand: string; n: number }[])
    wrong += Number(
      q('INSERT INTO brand VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET mentions = ?3 WHERE mentions <> ?3').run(
        row.generation,
        row.brand,
        row.n,
      ).changes,
    )
  return wrong
}
