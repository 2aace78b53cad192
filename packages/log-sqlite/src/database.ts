import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { MoodlightError } from '@moodlight/core'
import { coded } from './sqlite-error.ts'

/** 'MLOG': tells our file from any other SQLite file. */
const APPLICATION_ID = 0x4d4c4f47
const MIGRATIONS = new URL('../../../schemas/sql/log/', import.meta.url)

/** The number in a PRAGMA's answer. */
export function pragma(db: DatabaseSync, name: string): number {
  return Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? { none: 0 })[0])
}

/**
 * Opens or makes the file and brings it to the newest version. The lock is exclusive: the file has one connection.
 * @throws ML_LOG_FOREIGN, ML_LOG_NEWER, ML_LOG_CORRUPT, ML_LOG_FULL, ML_DATA_IN_USE, ML_DATA_UNWRITABLE
 */
export function openDatabase(file: string, synchronous: 'full' | 'off'): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(file)
    db.exec('PRAGMA locking_mode = EXCLUSIVE')
    refuseForeign(db, file)
    // On a file that is there the second one writes, which a start on a full disk must not need.
    if (pragma(db, 'page_count') === 0) db.exec('PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL')
    // secure_delete: what is removed is overwritten at once. journal_size_limit: the WAL shrinks after a burst.
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA secure_delete = ON;
      PRAGMA journal_size_limit = 33554432; PRAGMA cache_size = -16000`)
    migrate(db, file)
    return db
  } catch (error) {
    db?.close()
    throw coded(error, file)
  }
}

function refuseForeign(db: DatabaseSync, file: string): void {
  const tables = db.prepare('SELECT count(*) AS n FROM sqlite_schema').get() as { n: number }
  if (pragma(db, 'application_id') !== APPLICATION_ID && (tables.n > 0 || pragma(db, 'user_version') > 0))
    throw new MoodlightError('ML_LOG_FOREIGN', `${file} is a database of something else`)
}

function migrate(db: DatabaseSync, file: string): void {
  const steps = readdirSync(MIGRATIONS)
    .filter((name) => /^\d{3}\.sql$/.test(name))
    .sort()
  const version = pragma(db, 'user_version')
  if (version > steps.length)
    throw new MoodlightError('ML_LOG_NEWER', `${file} has version ${version}; this program knows ${steps.length}`)
  for (const [i, name] of steps.entries()) {
    if (i < version) continue
    db.exec(`BEGIN EXCLUSIVE; ${readFileSync(new URL(name, MIGRATIONS), 'utf8')};
      PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${i + 1}; COMMIT`)
  }
}
