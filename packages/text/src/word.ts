import {
  ALPHABET,
  ARABIC,
  classAt,
  codePoint,
  DIGIT,
  DROPPED,
  foldOf,
  HIRAGANA,
  INVISIBLE,
  KATAKANA,
  KEPT,
} from './character.ts'
import { limitNorm } from './limit.ts'
import { joinArabic } from './persian.ts'
import type { Token } from './token.ts'

/** Prolonged sound mark: belongs to a run of either kana. */
const PROLONGED = 0x30fc

function isAsciiLetter(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90)
}

function isAsciiDigit(c: number): boolean {
  return c >= 48 && c <= 57
}

/**
 * Reads one word or number at `start`, whose class is `group`, and pushes its token. Gives the offset behind it, invisible
 * characters after it included.
 */
export function scanWord(text: string, start: number, group: number, out: Token[]): number {
  if (group === ALPHABET || group === DIGIT) {
    let i = start
    let changed = false
    let letters = 0
    let before = -1
    let twoBefore = -1
    let c = text.charCodeAt(i)
    for (;;) {
      if (c >= 97 && c <= 122) {
        letters++
        if (c === before && c === twoBefore) break
      } else if (c >= 48 && c <= 57) {
        // digits are never shortened: 1000 is not 100
      } else if (c >= 65 && c <= 90) {
        letters++
        changed = true
        if ((c | 32) === before && (c | 32) === twoBefore) break
      } else break
      twoBefore = before
      before = letters > 0 ? c | 32 : c
      c = text.charCodeAt(++i)
    }
    // Not ended here: a letter beyond ASCII, an elongation, an apostrophe or a decimal sign inside.
    const goesOn =
      c >= 128
        ? classAt(text, i) > 2
        : isAsciiLetter(c) ||
          (c === 39 &&
            letters > 0 &&
            i > start &&
            !isAsciiDigit(text.charCodeAt(i + 1)) &&
            classAt(text, i + 1) === ALPHABET) ||
          ((c === 46 || c === 44) && letters === 0 && isAsciiDigit(text.charCodeAt(i + 1)))
    if (i > start && !goesOn) {
      const raw = text.slice(start, i)
      out.push({
        norm: raw.length > 64 || changed ? limitNorm(changed ? raw.toLowerCase() : raw) : raw,
        start,
        end: i,
        kind: letters > 0 ? 'word' : 'number',
      })
      return i
    }
  }
  return scanAnyWord(text, start, group, out)
}

function scanAnyWord(text: string, start: number, startGroup: number, out: Token[]): number {
  let group = startGroup
  let norm = ''
  let i = start
  let end = start
  let decimal = false
  let last = ''
  let twice = false
  while (i < text.length) {
    const cp = codePoint(text, i)
    const width = cp > 0xffff ? 2 : 1
    const k = classAt(text, i)
    if (k === INVISIBLE) {
      i += width
      continue
    }
    if (k === DROPPED) {
      if (cp === 0x306 || cp === 0x308) norm = composeCyrillic(norm, cp)
    } else if (k === KEPT) {
      norm = compose(norm, foldOf(cp))
      last = ''
    } else if (k === group || joins(group, k, cp, decimal)) {
      if (k === ALPHABET) group = ALPHABET
      const f = foldOf(cp)
      if (k !== DIGIT && f === last) {
        if (!twice) norm += f
        twice = true
      } else {
        norm = group >= HIRAGANA ? compose(norm, f) : norm + f
        last = f
        twice = false
      }
    } else if (isInnerSign(text, i, cp, group)) {
      decimal ||= group === DIGIT
      norm += foldOf(cp)
      last = ''
    } else break
    i += width
    end = i
  }
  if (group === ALPHABET && norm.length > 2 && norm.endsWith("'s")) norm = norm.slice(0, -2)
  const token: Token = { norm: limitNorm(norm), start, end, kind: group === DIGIT ? 'number' : 'word' }
  if (group === ARABIC && joinArabic(text, token, out)) return i
  out.push(token)
  return i
}

/** Whether a character of class `k` goes on a word of class `group`. */
function joins(group: number, k: number, cp: number, decimal: boolean): boolean {
  if (group === ALPHABET) return k === DIGIT
  if (group === DIGIT) return k === ALPHABET && !decimal
  return group === HIRAGANA && k === KATAKANA && cp === PROLONGED
}

/** An apostrophe between letters (don't, zo'n), a decimal or thousands sign between digits. */
function isInnerSign(text: string, i: number, cp: number, group: number): boolean {
  if (group === ALPHABET) {
    return foldOf(cp) === "'" && classAt(text, i + 1) === ALPHABET
  }
  if (group !== DIGIT) return false
  const f = foldOf(cp)
  return (f === '.' || f === ',') && i + 1 < text.length && classAt(text, i + 1) === DIGIT
}

/** Joins what decomposed text keeps apart: Indic and kana signs, conjoining Hangul. Only the last two units can change. */
function compose(norm: string, next: string): string {
  if (norm === '') return next
  const from = norm.length - 1
  return norm.slice(0, from) + (norm.slice(from) + next).normalize('NFC')
}

function composeCyrillic(norm: string, sign: number): string {
  const last = norm.at(-1)
  const whole = sign === 0x306 ? (last === 'и' ? 'й' : last === 'у' ? 'ў' : null) : last === 'і' ? 'ї' : null
  return whole === null ? norm : norm.slice(0, -1) + whole
}
