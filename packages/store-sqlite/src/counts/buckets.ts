import { MINUTE_MS, QUARTER_MS } from '@moodlight/ports'
import type { Query } from '../db/statements.ts'

/** What a counted mention is counted under. */
export interface CountKey {
  readonly generation: number
  readonly brand: string
  readonly at: number
  readonly source: string
  readonly language: string
  readonly label: string
  readonly counted: number
}

interface Row {
  readonly key: CountKey
  readonly bucket: number
  mentions: number
  votes: number
}

/** Changes of counts within one transaction, summed in memory: many posts touch few buckets. */
export class Buckets {
  readonly #minutes = new Map<string, Row>()
  readonly #quarters = new Map<string, Row>()

  add(key: CountKey, mentions: number, votes: number): void {
    if (mentions === 0 && votes === 0) return
    const group = `\t${key.generation}\t${key.brand}\t${key.source}\t${key.language}\t${key.label}\t${key.counted}`
    const minute = Math.floor(key.at / MINUTE_MS)
    const quarter = Math.floor(key.at / QUARTER_MS)
    bump(this.#minutes, minute + group, key, minute * MINUTE_MS, mentions, votes)
    bump(this.#quarters, quarter + group, key, quarter * QUARTER_MS, mentions, votes)
  }

  /** Writes the sums. Minutes before `horizon` are left out: they are pruned already. */
  flush(q: Query, horizon: number): void {
    for (const row of this.#quarters.values()) write(q, 'quarter', row)
    for (const row of this.#minutes.values()) if (row.bucket >= horizon) write(q, 'minute', row)
  }
}

function bump(map: Map<string, Row>, id: string, key: CountKey, bucket: number, mentions: number, votes: number): void {
  const row = map.get(id)
  if (!row) map.set(id, { key, bucket, mentions, votes })
  else {
    row.mentions += mentions
    row.votes += votes
  }
}

const COLUMNS = 'generation, brand, bucket, source, language, label, counted'

function write(q: Query, table: 'minute' | 'quarter', { key, bucket, mentions, votes }: Row): void {
  if (mentions === 0 && votes === 0) return
  const place = [key.generation, key.brand, bucket, key.source, key.language, key.label, key.counted]
  q(
    `INSERT INTO ${table} VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (${COLUMNS}) DO UPDATE
     SET mentions = mentions + excluded.mentions, votes = votes + excluded.votes`,
  ).run(...place, mentions, votes)
  if (mentions < 0)
    q(`DELETE FROM ${table} WHERE (${COLUMNS}) = (?,?,?,?,?,?,?) AND mentions = 0 AND votes = 0`).run(...place)
}

/** Removes minute buckets before the horizon, brand by brand along the key. */
export function pruneMinutes(q: Query, horizon: number): void {
  for (const row of q('SELECT generation, brand FROM brand').all() as { generation: number; brand: string }[])
    q('DELETE FROM minute WHERE generation = ? AND brand = ? AND bucket < ?').run(row.generation, row.brand, horizon)
}
