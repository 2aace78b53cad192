import { accessSync, constants, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { MoodlightError } from '@moodlight/core'

/** What is wrong with the file itself, in words; null when something else broke. */
export function damageOf(error: unknown): string | null {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'Z_BUF_ERROR') return 'cut off'
  return /^Z_/.test(code ?? '') ? 'damaged (it is no whole gzip file)' : null
}

/** @throws ML_USAGE when it is no file or may not be read */
export function readable(file: string): string {
  const path = resolve(file)
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new MoodlightError('ML_USAGE', `${file} is not a file.`)
  try {
    accessSync(path, constants.R_OK)
  } catch (cause) {
    throw new MoodlightError('ML_USAGE', `${file} may not be read (${(cause as NodeJS.ErrnoException).code}).`, {
      cause,
    })
  }
  return path
}
