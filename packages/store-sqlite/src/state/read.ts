import type { Query } from '../db/statements.ts'
import type { DocumentRow } from './documents.ts'

export function readDocument(q: Query, kind: string, id: string): DocumentRow | null {
  const row = q('SELECT * FROM document WHERE kind = ? AND id = ?').get(kind, id)
  return row ? ({ ...row } as unknown as DocumentRow) : null
}

/** Ids rising by bytes; a prefix is a stretch of that order. */
export function listDocuments(
  q: Query,
  kind: string,
  page: { limit: number; after?: string; prefix?: string },
): DocumentRow[] {
  const prefix = page.prefix ?? ''
  const after = page.after ?? ''
  return q(
    `SELECT * FROM document WHERE kind = ?1 AND id > ?2 AND id >= ?3 AND substr(id, 1, length(?3)) = ?3 AND id <= ?4
     ORDER BY id LIMIT ?5`,
  )
    .all(kind, after, prefix, `${prefix}\u{10ffff}`, page.limit)
    .map((row) => ({ ...row }) as unknown as DocumentRow)
}

export function countDocuments(q: Query, kind: string): number {
  return (q('SELECT count(*) AS n FROM document WHERE kind = ?').get(kind) as { n: number }).n
}
