import { classAt, codePoint, DROPPED, INVISIBLE, KEPT } from '@moodlight/text'

const ZWNJ = 0x200c
/** How many signs and invisible characters are looked through for the next letter. */
const MAX_SKIP = 32

/** The next character that is seen, before or behind a place in a text. */
export interface Neighbour {
  /** Class of the character (see `text`), 0 at the end of the text. */
  readonly class: number
  readonly at: number
  /** Whether a half-space stands between. */
  readonly halfSpace: boolean
}

/** Where the code point before `i` starts. */
export function before(text: string, i: number): number {
  const c = text.charCodeAt(i - 1)
  return c >= 0xdc00 && c <= 0xdfff && i > 1 && codePoint(text, i - 2) > 0xffff ? i - 2 : i - 1
}

export function leftOf(text: string, start: number): Neighbour {
  let halfSpace = false
  let i = start
  for (let k = 0; i > 0 && k < MAX_SKIP; k++) {
    i = before(text, i)
    const c = classAt(text, i)
    if (c === KEPT) continue
    if (c !== DROPPED && c !== INVISIBLE) return { class: c, at: i, halfSpace }
    if (text.charCodeAt(i) === ZWNJ) halfSpace = true
  }
  return { class: 0, at: i, halfSpace }
}

export function rightOf(text: string, end: number): Neighbour {
  let halfSpace = false
  let i = end
  for (let k = 0; i < text.length && k < MAX_SKIP; k++) {
    const c = classAt(text, i)
    if (c !== DROPPED && c !== INVISIBLE) return { class: c, at: i, halfSpace }
    if (text.charCodeAt(i) === ZWNJ) halfSpace = true
    i += codePoint(text, i) > 0xffff ? 2 : 1
  }
  return { class: 0, at: i, halfSpace }
}
