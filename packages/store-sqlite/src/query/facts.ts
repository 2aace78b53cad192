import { statSync } from 'node:fs'
import type { AuthorEvent, Hole } from '@moodlight/core'
import type { Change, Generations, JournalEntry, StoreStats } from '@moodlight/ports'
import { foldName } from '@moodlight/store-rules'
import { keptGenerations } from '../db/generations.ts'
import { marks } from '../db/statements.ts'
import { type Reader, totals } from './reader.ts'

/** Holes that touch the range. */
export function readHoles(r: Reader, range: { from: number; to: number; sources?: readonly string[] }): Hole[] {
  const sources = range.sources ? `AND source IN (${marks(range.sources.length)})` : ''
  const rows = r
    .q(
      `SELECT json FROM hole WHERE "from" < ? AND ("to" IS NULL OR "to" > ?) ${sources} ORDER BY "from", id LIMIT 10000`,
    )
    .all(range.to, range.from, ...(range.sources ?? [])) as { json: string }[]
  return rows.map((row) => JSON.parse(row.json) as Hole)
}

export function readJournal(r: Reader, range: { from: number; to: number }): JournalEntry[] {
  return r
    .q('SELECT n, at, kind, ref, text, by FROM journal WHERE at >= ? AND at < ? ORDER BY at, n LIMIT 10000')
    .all(range.from, range.to)
    .map((row) => ({ ...row })) as unknown as JournalEntry[]
}

/**
 * Changes after a number. A post that is gone since is left out: the change that removed it follows. So is one of another generation
 * than the active one.
 */
export function readChanges(r: Reader, after: number, limit: number): Change[] {
  let place = after
  for (;;) {
    const rows = r
      .q(
        `SELECT c.n, c.at, c.kind, coalesce(c.ref, p.id) AS ref FROM change c
         LEFT JOIN post p ON p.pid = c.pid AND p.generation = (SELECT generation FROM totals)
         WHERE c.n > ? ORDER BY c.n LIMIT ?`,
      )
      .all(place, limit) as unknown as (Omit<Change, 'ref'> & { ref: string | null })[]
    const whole = rows.flatMap((row) => (row.ref === null ? [] : [{ ...row, ref: row.ref }]))
    if (whole.length > 0 || rows.length < limit) return whole
    place = rows.at(-1)!.n
  }
}

/** Authors by handle or name, however written. */
export function findAuthors(r: Reader, handleOrName: string, network?: string): AuthorEvent[] {
  const folded = foldName(handleOrName)
  const rows = r
    .q('SELECT json, network FROM author WHERE handle = ?1 OR name = ?1 ORDER BY key LIMIT 10000')
    .all(folded) as { json: string; network: string }[]
  return rows
    .filter((row) => network === undefined || row.network === network)
    .map((row) => JSON.parse(row.json) as AuthorEvent)
}

export function readStats(r: Reader): StoreStats {
  const t = totals(r)
  const edge = (order: string) =>
    (
      r.q(`SELECT at FROM post WHERE generation = ? ORDER BY at ${order} LIMIT 1`).get(t.generation) as
        | { at: number }
        | undefined
    )?.at ?? null
  return {
    posts: t.posts,
    mentions: t.mentions,
    tombstones: t.tombstones,
    oldest: edge(''),
    newest: edge('DESC'),
    sources: r
      .q('SELECT source, newest, posts FROM source ORDER BY source')
      .all()
      .map((row) => ({ ...row })) as unknown as StoreStats['sources'],
    bytes: sizeOf(r.file) + sizeOf(`${r.file}-wal`),
    generation: t.generation,
    tokenVersion: t.token_version,
  }
}

export function readGenerations(r: Reader): Generations {
  const { generation: active, n: change } = totals(r)
  return { active, kept: keptGenerations(r.q), change }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
