import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { MoodlightError } from '@moodlight/core'
import { TOKEN_VERSION } from '@moodlight/text'

const MIGRATIONS = new URL('../../../../schemas/sql/store/', import.meta.url)

/** Opens the one writing connection and brings the file up to the newest schema. */
export function openWriter(path: string, synchronous: 'full' | 'off' = 'full'): DatabaseSync {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA page_size = 4096')
  db.exec('PRAGMA journal_mode = WAL')
  // Durable when a call resolves, so the WAL is synced with every commit.
  db.exec(`PRAGMA synchronous = ${synchronous}`)
  // Deleted text is overwritten at once: erasure need not hunt for it in free pages.
  db.exec('PRAGMA secure_delete = ON')
  db.exec('PRAGMA cache_size = -65536')
  db.exec('PRAGMA wal_autocheckpoint = 16000')
  db.exec(`PRAGMA journal_size_limit = ${96 * 1024 * 1024}`)
  db.exec('PRAGMA busy_timeout = 5000')
  migrate(db)
  return db
}

/** Opens one reading connection; the file must have been opened by a writer before. */
export function openReader(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true })
  db.exec('PRAGMA query_only = ON')
  db.exec('PRAGMA cache_size = -16384')
  db.exec('PRAGMA busy_timeout = 5000')
  return db
}

function migrate(db: DatabaseSync): void {
  const files = readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  const { user_version: applied } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  if (applied > files.length)
    throw new MoodlightError('ML_STORE_CORRUPT', `the store was written by a newer release (schema ${applied})`)
  for (const [i, name] of files.entries()) {
    if (i < applied) continue
    db.exec('BEGIN IMMEDIATE')
    try {
      db.exec(readFileSync(new URL(name, MIGRATIONS), 'utf8'))
      if (i === 0) db.prepare('INSERT INTO totals VALUES (1, 0, 0, 0, 0, 0, 0, 0, 1, ?)').run(TOKEN_VERSION)
      db.exec(`PRAGMA user_version = ${i + 1}`)
      db.exec('COMMIT')
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }
}

export interface Totals {
  n: number
  clock: number
  horizon: number
  posts: number
  mentions: number
  tombstones: number
  corrections: number
  generation: number
  readonly token_version: number
}
