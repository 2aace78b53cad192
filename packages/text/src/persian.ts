import { ARABIC, classAt, DROPPED, foldOf, INVISIBLE, KEPT } from './character.ts'
import { limitNorm } from './limit.ts'
import type { Token } from './token.ts'

/** Verb prefixes that never stand alone in today's Persian. */
const PREFIXES = new Set(['می', 'نمی'])
/** The plural and what is built on it: written joined, with a half-space or with a blank, by the same people. */
const SUFFIXES = new Set(['ها', 'های', 'هایی', 'هایم', 'هایت', 'هایش', 'هایمان', 'هایتان', 'هایشان'])
const LONGEST_PREFIX = 3
/** The letter with which all suffixes begin. */
const HEH = 0x647

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
  const prefix = previous.norm.length <= LONGEST_PREFIX && PREFIXES.has(previous.norm)
  if (!prefix && !(token.norm.charCodeAt(0) === HEH && SUFFIXES.has(token.norm) && isArabic(previous.norm)))
    return false
  previous.norm = limitNorm(previous.norm + token.norm)
  previous.end = token.end
  return true
}

function isArabic(norm: string): boolean {
  const c = norm.charCodeAt(0)
  return c >= 0x600 && c <= 0x8ff
}

/**
 * Reads a word of Arabic script at `start` by slices instead of letter by letter, and gives the offset behind it, or -1 where the word has what
 * takes more thought: a letter three times, a sign of its own, letters outside the first plane or written as several.
 */
export function scanArabic(text: string, start: number, out: Token[]): number {
  let norm = ''
  let from = start
  let end = start
  let i = start
  let last = 0
  let twice = false
  for (; i < text.length; i++) {
    const k = classAt(text, i)
    if (k === ARABIC) {
      const c = text.charCodeAt(i)
      const f = foldOf(c)
      if (f.length !== 1 || (c >= 0xd800 && c <= 0xdfff)) return -1
      const folded = f.charCodeAt(0)
      const again = folded === last
      if (again && twice) return -1
      twice = again
      last = folded
      if (folded !== c) {
        norm += text.slice(from, i) + f
        from = i + 1
      }
      end = i + 1
    } else if (k === INVISIBLE || k === DROPPED) {
      if (text.charCodeAt(i) >= 0xd800 && text.charCodeAt(i) <= 0xdfff) return -1
      norm += text.slice(from, i)
      from = i + 1
      if (k === DROPPED) end = i + 1
    } else if (k === KEPT) return -1
    else break
  }
  norm += text.slice(from, end)
  const token: Token = { norm: limitNorm(norm), start, end, kind: 'word' }
  if (!joinArabic(text, token, out)) out.push(token)
  return i
}
