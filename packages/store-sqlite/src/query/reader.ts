import type { DatabaseSync } from 'node:sqlite'
import { openReader, type Totals } from '../db/database.ts'
import { type Query, statements } from '../db/statements.ts'

/** What queries work on: one reading connection. Every statement is one short snapshot; none is held between steps. */
export interface Reader {
  readonly db: DatabaseSync
  readonly q: Query
  readonly file: string
}

export function createReader(file: string): Reader {
  const db = openReader(file)
  return { db, q: statements(db), file }
}

export function totals(r: Reader): Totals {
  return r.q('SELECT * FROM totals').get() as unknown as Totals
}

/** Between two steps of a query: lets the thread answer others. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
