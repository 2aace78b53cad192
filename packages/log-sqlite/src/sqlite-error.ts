import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type ErrorCode, MoodlightError } from '@moodlight/core'

/** Less than this is "no space": SQLite needs room for a few pages and for its own index of the WAL. */
const NO_SPACE_BYTES = 256 * 1024

const BY_RESULT: Record<number, [ErrorCode, string]> = {
  5: ['ML_DATA_IN_USE', 'another process has opened the log'],
  8: ['ML_DATA_UNWRITABLE', 'the log cannot be written'],
  11: ['ML_LOG_CORRUPT', 'the log is damaged'],
  13: ['ML_LOG_FULL', 'no space is left for the log'],
  14: ['ML_DATA_UNWRITABLE', 'the file of the log cannot be opened'],
  26: ['ML_LOG_FOREIGN', 'the file is not a log of ours, or its first page is damaged'],
}

/** What the file system of the log has left, in bytes; Infinity when it does not say. */
export function freeSpace(file: string): number {
  try {
    const fs = statfsSync(dirname(file))
    return fs.bavail * fs.bsize
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/**
 * An error of `node:sqlite` as one of ours, by the result code of SQLite (https://sqlite.org/rescode.html). An I/O or open
 * error on a file system without space is ML_LOG_FULL: SQLite does not hand on ENOSPC of fsync, ftruncate and the WAL index.
 */
export function coded(error: unknown, file: string): unknown {
  if (error instanceof MoodlightError) return error
  const result = (error as { errcode?: number }).errcode
  if (typeof result !== 'number') return error
  const primary = result & 0xff
  const full = (primary === 10 || primary === 14) && freeSpace(file) < NO_SPACE_BYTES
  const [code, sentence] = (full ? BY_RESULT[13] : BY_RESULT[primary]) ?? ['ML_INTERNAL', 'SQLite failed']
  return new MoodlightError(code, `${sentence} (${(error as Error).message})`, {
    cause: error,
    details: { result, file },
  })
}
