import { MAX_TEXT } from '@moodlight/core'

/** Controls but tab and line feed, byte order marks, and the two code points that are no characters. */
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFEFF\uFFFE\uFFFF]/g
const NEEDS_CLEANING = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFEFF\uFFFE\uFFFF]/

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
  if (NEEDS_CLEANING.test(text)) text = text.replace(/\r\n?/g, '\n').replace(CONTROLS, '')
  text = text.toWellFormed().normalize('NFC').trim()
  const kept = cut(text, max)
  return { text: kept, truncated: kept.length < text.length || raw.length > max * 2 }
}

/** A short field (a handle, a name) on one line; null when nothing is left of it. */
export function cleanField(raw: string | null, max: number): string | null {
  if (raw === null) return null
  return cleanText(raw.slice(0, max * 2), max).text.replace(/\s+/g, ' ') || null
}
