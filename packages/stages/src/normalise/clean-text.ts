import { MAX_TEXT } from '@moodlight/core'

/** Controls but tab and line feed, byte order marks, and the two code points that are no characters. */
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFEFF\uFFFE\uFFFF]/g
const NEEDS_CLEANING = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFEFF\uFFFE\uFFFF]/

/** What is no single blank between words. */
const BLANKS = /\s\s|[^\S ]/

const PLAIN = 1
const OTHER = 2
/** By UTF-16 unit, 0 while not looked at: whether it may stay as it is beside whatever stands around it. */
const units = new Uint8Array(0x10000)

function unitOf(c: number): number {
  const s = String.fromCharCode(c)
  // Signs, and the vowels and finals of Hangul, may be composed with what stands before them.
  const joins = /\p{M}/u.test(s) || (c >= 0x1160 && c <= 0x11ff)
  const plain = !joins && !NEEDS_CLEANING.test(s) && s.isWellFormed() && s.normalize('NFC') === s
  units[c] = plain ? PLAIN : OTHER
  return units[c]!
}

/** Whether cleaning and NFC would change nothing; most texts are such, and one look at each unit is cheaper than four passes. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if ((units[c] || unitOf(c)) === PLAIN) continue
    // Emoji (U+1F000 to U+1FBFF) neither decompose nor compose.
    const next = text.charCodeAt(i + 1)
    if (c < 0xd83c || c > 0xd83e || !(next >= 0xdc00 && next <= 0xdfff)) return false
    i++
  }
  return true
}

export interface CleanText {
  readonly text: string
  readonly truncated: boolean
}

/** Cuts to `max` UTF-16 units and never through the middle of a character. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text
  const last = text.charCodeAt(max - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max)
}

/**
 * Text as we keep it: NFC, line feeds, no controls, lone surrogates replaced by U+FFFD, blanks at the ends removed, at most
 * `max` UTF-16 units. Joiners (ZWNJ, ZWJ) and marks of direction stay: Persian and emoji need them.
 */
export function cleanText(raw: string, max = MAX_TEXT): CleanText {
  // Cut first as well: nobody should be able to make us normalise megabytes.
  let text = cut(raw, max * 2)
  if (!isPlain(text)) {
    if (NEEDS_CLEANING.test(text)) text = text.replace(/\r\n?/g, '\n').replace(CONTROLS, '')
    text = text.toWellFormed().normalize('NFC')
  }
  text = text.trim()
  const kept = cut(text, max)
  return { text: kept, truncated: kept.length < text.length || raw.length > max * 2 }
}

/** A short field (a handle, a name) on one line; null when nothing is left of it. */
export function cleanField(raw: string | null, max: number): string | null {
  if (raw === null) return null
  const { text } = cleanText(raw.slice(0, max * 2), max)
  return (BLANKS.test(text) ? text.replace(/\s+/g, ' ') : text) || null
}
