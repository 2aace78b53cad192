/**
 * Readers for the labelled text that models are made from. The folder is not part of the repository: MOODLIGHT_SHARED names its
 * parent (default ../shared).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { hash32, random } from '../../services/moodlight/src/evaluate/random.ts'

export { hash32, random }

export const SHARED = resolve(process.env['MOODLIGHT_SHARED'] ?? join(import.meta.dirname, '../../../shared'))
export const DATA = join(SHARED, 'data')

/** Rows of a .tsv.gz file; a missing file gives none. */
export function rows(path: string): string[][] {
  if (!existsSync(path)) return []
  return gunzipSync(readFileSync(path))
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'))
}

/** Names of the data files in a folder, sorted, so that training reads them in one order everywhere. */
export const list = (folder: string): string[] => readdirSync(join(DATA, folder)).sort()

/** The fifth of `data/language` that is kept for reporting. */
export const heldOut = (text: string): boolean => hash32(text, 77) % 5 === 0

/** Puts a list into a random order, in place. */
export function shuffle<T>(list: T[], next: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[list[i], list[j]] = [list[j]!, list[i]!]
  }
}

/** A text without case, marks, handles and links: the same tweet comes in several sets, in several spellings. */
export const signature = (text: string): string =>
  text
    .toLowerCase()
    .replace(/@\w+|https?:\S+|\bhttp\b|\buser\b/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')

/** Signatures of all development texts of a language: no set may train on what another one measures with. */
export function developmentTexts(two: string): Set<string> {
  const found = new Set<string>()
  for (const row of rows(join(DATA, 'sentiment', `${two}.dev.tsv.gz`))) found.add(signature(row[2] ?? ''))
  for (const row of rows(join(DATA, 'targeted', `${two}.dev.tsv.gz`))) found.add(signature(row[3] ?? ''))
  return found
}
