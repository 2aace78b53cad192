import { limitNorm } from './limit.ts'
import type { Token } from './token.ts'

/** Verb prefixes that never stand alone in today's Persian. */
const PREFIXES = new Set(['می', 'نمی'])
/** The plural and what is built on it: written joined, with a half-space or with a blank, by the same people. */
const SUFFIXES = new Set(['ها', 'های', 'هایی', 'هایم', 'هایت', 'هایش', 'هایمان', 'هایتان', 'هایشان'])

/**
 * The rule for the Persian half-space: inside a word ZWNJ is dropped, and a verb prefix or plural ending that stands one blank
 * apart is joined, so that می‌خواهم, میخواهم and می خواهم give one and the same token. Joins `token` to the last one where the
 * rule says so, and gives whether it did.
 */
export function joinArabic(text: string, token: Token, out: Token[]): boolean {
  const previous = out.at(-1)
  if (previous === undefined || previous.kind !== 'word' || previous.end !== token.start - 1) return false
  const gap = text.charCodeAt(previous.end)
  if (gap !== 0x20 && gap !== 0xa0) return false
  if (!PREFIXES.has(previous.norm) && !(SUFFIXES.has(token.norm) && isArabic(previous.norm))) return false
  previous.norm = limitNorm(previous.norm + token.norm)
  previous.end = token.end
  return true
}

function isArabic(norm: string): boolean {
  const c = norm.charCodeAt(0)
  return c >= 0x600 && c <= 0x8ff
}
