import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type ErrorCode, MoodlightError } from '@moodlight/core'

/** Less than this is "no space": SQLite needs room for a few pages and for its own index of the WAL. */
const NO_SPACE_BYTES = 256 * 1024

const BY_RESULT: Record<number, [ErrorCode, string]> = {
  5: ['ML_DATA_IN_USE', 'another process has opened the store'],
  8: ['ML_DATA_UNWRITABLE', 'the store cannot be written'],
  10: ['ML_STORE_CORRUPT', 'the store cannot be read or written'],
  11: ['ML_STORE_CORRUPT', 'the store is damaged'],
  13: ['ML_STORE_FULL', 'no space is left for the store'],
  14: ['ML_DATA_UNWRITABLE', 'the file of the store cannot be opened'],
  26: ['ML_STORE_CORRUPT', 'the file is not a store of ours, or its first page is damaged'],
}

function noSpace(file: string): boolean {
  try {
    const fs = statfsSync(dirname(file))
    return fs.bavail * fs.bsize < NO_SPACE_BYTES
  } catch {
    return false
  }
}

/**
 * An error of `node:sqlite` as one of ours, by the result code of SQLite (https://sqlite.org/rescode.html). An I/O or open
 * error on a file system without space is ML_STORE_FULL: SQLite does not hand on ENOSPC of fsync and of its WAL index.
 */
export function storeError(error: unknown, file: string): unknown {
  if (error instanceof MoodlightError) return error
  const result = (error as { errcode?: unknown } | null)?.errcode
  if (typeof result !== 'number') return error
  const primary = result & 0xff
  const full = (primary === 10 || primary === 14) && noSpace(file)
  const [code, sentence] = (full ? BY_RESULT[13] : BY_RESULT[primary]) ?? ['ML_INTERNAL', 'SQLite failed']
  return new MoodlightError(code, `${sentence} (${(error as Error).message})`, {
    cause: error,
    details: { result, file },
  })
}
