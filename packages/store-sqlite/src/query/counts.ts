import { type CountQuery, type CountRow, MINUTE_MS, QUARTER_MS } from '@moodlight/ports'
import { checkBuckets } from '@moodlight/store-rules'
import { marks } from '../db/statements.ts'
import { type Reader, totals, turn } from './reader.ts'

/** Buckets of a table read in one statement. */
const STEP_BUCKETS = 1000

/** Sums of buckets, brand by brand along the key, in steps. @throws ML_QUERY_INVALID */
export async function countRows(r: Reader, query: CountQuery): Promise<readonly CountRow[]> {
  const { brands, from, to, step, sources, languages, by = [] } = query
  checkBuckets(query)
  const fine = step % QUARTER_MS !== 0
  const source = by.includes('source') ? 'source' : 'NULL'
  const language = by.includes('language') ? 'language' : 'NULL'
  // Numbers are bound as REAL; a division of whole numbers needs whole ones.
  const sql = `SELECT brand, bucket / CAST(?1 AS INTEGER) * CAST(?1 AS INTEGER) AS bucket, ${source} AS source, ${language} AS language, label, counted,
    sum(mentions) AS mentions, sum(votes) AS votes FROM ${fine ? 'minute' : 'quarter'}
    WHERE generation = ?2 AND brand = ?3 AND bucket >= ?4 AND bucket < ?5
    ${sources ? `AND source IN (${marks(sources.length)})` : ''}
    ${languages ? `AND language IN (${marks(languages.length)})` : ''}
    GROUP BY 2, 3, 4, label, counted ORDER BY 2, 3, 4, label, counted`
  const { generation } = totals(r)
  const stride = Math.max(step, Math.floor((STEP_BUCKETS * (fine ? MINUTE_MS : QUARTER_MS)) / step) * step)
  const rows: CountRow[] = []
  for (const brand of new Set(brands)) {
    const [first, last] = bounds(r, fine ? 'minute' : 'quarter', generation, brand, from, to)
    for (let at = Math.floor(first / step) * step; at < last; at += stride) {
      const until = Math.min(to, at + stride)
      const values = [step, generation, brand, Math.max(at, from), until, ...(sources ?? []), ...(languages ?? [])]
      for (const row of r.q(sql).all(...values) as unknown as (Omit<CountRow, 'counted'> & { counted: number })[])
        rows.push({ ...row, counted: row.counted === 1 })
      await turn()
    }
  }
  return rows
}

/** The part of the range that has buckets at all, so that "since ever" does not step through empty years. */
function bounds(
  r: Reader,
  table: 'minute' | 'quarter',
  generation: number,
  brand: string,
  from: number,
  to: number,
): [number, number] {
  const where = `FROM ${table} WHERE generation = ? AND brand = ? AND bucket >= ? AND bucket < ?`
  const one = (order: string) =>
    (
      r.q(`SELECT bucket ${where} ORDER BY bucket ${order} LIMIT 1`).get(generation, brand, from, to) as
        | { bucket: number }
        | undefined
    )?.bucket
  const first = one('')
  return first === undefined ? [0, 0] : [first, one('DESC')! + 1]
}
