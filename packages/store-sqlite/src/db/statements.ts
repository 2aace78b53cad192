import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** Prepares every statement once and finds it again by its text. */
export type Query = (sql: string) => StatementSync

export function statements(db: DatabaseSync): Query {
  const known = new Map<string, StatementSync>()
  return (sql) => {
    let statement = known.get(sql)
    if (!statement) {
      statement = db.prepare(sql)
      known.set(sql, statement)
    }
    return statement
  }
}

/** `?,?,?` for n values of an IN list. */
export function marks(n: number): string {
  return Array(n).fill('?').join(',')
}
