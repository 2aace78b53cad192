import {
  ALPHABET,
  ARABIC,
  classAt,
  codePoint,
  DIGIT,
  DROPPED,
  foldOf,
  HANGUL,
  HIRAGANA,
  INVISIBLE,
  KATAKANA,
  KEPT,
  MARK,
} from './character.ts'
import { limitNorm } from './limit.ts'
import { joinArabic, scanArabic } from './persian.ts'
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
        ? classAt(text, i) > MARK || isInnerSign(text, i, c, letters > 0 ? ALPHABET : DIGIT)
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
  const end = group === ARABIC ? scanArabic(text, start, out) : -1
  return end >= 0 ? end : scanAnyWord(text, start, group, out)
}

function scanAnyWord(text: string, start: number, startGroup: number, out: Token[]): number {
  let group = startGroup
  // The norm is `done` + `tail`: only the last character can still be composed with a sign, and a long norm is never copied.
  let done = ''
  let tail = ''
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
      if (cp === 0x306 || cp === 0x308) tail = composeCyrillic(tail, cp)
    } else if (k === KEPT) {
      const whole = (tail + foldOf(cp)).normalize('NFC')
      const at = lastCharacter(whole)
      done += whole.slice(0, at)
      tail = whole.slice(at)
      last = ''
    } else if (k === group || joins(group, k, cp, decimal)) {
      if (k === ALPHABET) group = ALPHABET
      const folded = foldOf(cp)
      for (const f of folded) {
        const again = k !== DIGIT && f === last
        if (!again || !twice) {
          const whole = group === HANGUL ? (tail + f).normalize('NFC') : tail + f
          const at = lastCharacter(whole)
          done += whole.slice(0, at)
          tail = whole.slice(at)
        }
        twice = again
        last = f
      }
    } else if (isInnerSign(text, i, cp, group)) {
      decimal ||= group === DIGIT
      done += tail
      tail = foldOf(cp)
      last = ''
    } else break
    i += width
    end = i
  }
  let norm = done + tail
  if (group === ALPHABET && norm.length > 2 && norm.endsWith("'s")) norm = norm.slice(0, -2)
  const token: Token = { norm: limitNorm(norm), start, end, kind: group === DIGIT ? 'number' : 'word' }
  if (group === ARABIC && joinArabic(text, token, out)) return i
  out.push(token)
  return i
}

/** Where the last code point of a short string starts. */
function lastCharacter(s: string): number {
  const c = s.charCodeAt(s.length - 1)
  return c >= 0xdc00 && c <= 0xdfff ? s.length - 2 : s.length - 1
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

/** й, ў and ї are letters of their own, decomposed too. */
function composeCyrillic(last: string, sign: number): string {
  if (sign === 0x308) return last === 'і' ? 'ї' : last
  return last === 'и' ? 'й' : last === 'у' ? 'ў' : last
}
