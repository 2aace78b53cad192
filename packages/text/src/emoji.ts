import { classAt, codePoint, EMOJI } from './character.ts'
import type { Token } from './token.ts'

const ZWJ = 0x200d
const KEYCAP = 0x20e3

function isSkinTone(cp: number): boolean {
  return cp >= 0x1f3fb && cp <= 0x1f3ff
}
function isFlagLetter(cp: number): boolean {
  return cp >= 0x1f1e6 && cp <= 0x1f1ff
}
function isTag(cp: number): boolean {
  return cp >= 0xe0020 && cp <= 0xe007f
}

/**
 * Reads one emoji at `start`: ZWJ sequences, flags and keycaps whole. The norm leaves out variation selectors and skin tones, so
 * that 👍 finds 👍🏽 too. Gives the offset behind it.
 */
export function scanEmoji(text: string, start: number, out: Token[]): number {
  const first = codePoint(text, start)
  let i = start + (first > 0xffff ? 2 : 1)
  let norm = String.fromCodePoint(first)
  if (isFlagLetter(first) && isFlagLetter(codePoint(text, i))) {
    norm += String.fromCodePoint(codePoint(text, i))
    i += 2
  } else {
    for (;;) {
      const cp = codePoint(text, i)
      if (cp === 0xfe0e || cp === 0xfe0f) i++
      else if (isSkinTone(cp)) i += 2
      else if (isTag(cp) && norm.length < 32) {
        norm += String.fromCodePoint(cp)
        i += 2
      } else if (cp === ZWJ && i + 1 < text.length && classAt(text, i + 1) === EMOJI && norm.length < 32) {
        const next = codePoint(text, i + 1)
        norm += `\u200d${String.fromCodePoint(next)}`
        i += next > 0xffff ? 3 : 2
      } else break
    }
  }
  out.push({ norm, start, end: i, kind: 'emoji' })
  return i
}

/** A keycap (1️⃣) at `i`: its length, or 0. */
export function keycapAt(text: string, i: number): number {
  const c = text.charCodeAt(i + 1)
  if (c === KEYCAP) return 2
  return c === 0xfe0f && text.charCodeAt(i + 2) === KEYCAP ? 3 : 0
}

/** Western emoticons; the norm has no nose and one mouth: `:-)))` is `:)`. Gives the offset behind it, or `at` when it is none. */
export function scanEmoticon(text: string, at: number, out: Token[]): number {
  const eyes = text[at]!
  if (eyes === '<') {
    if (text[at + 1] !== '3' || isAlnum(text.charCodeAt(at + 2))) return at
    out.push({ norm: '<3', start: at, end: at + 2, kind: 'emoji' })
    return at + 2
  }
  let i = at + 1
  let tear = ''
  if (text[i] === "'") {
    tear = "'"
    i++
  }
  if (text[i] === '-') i++
  const mouth = text[i]
  if (mouth === undefined || !')](D[pP/|*'.includes(mouth)) return at
  const certain = mouth === ')' || mouth === '('
  if (!certain && at > 0 && isAlnum(text.charCodeAt(at - 1))) return at
  while (text[i] === mouth) i++
  if (isAlnum(text.charCodeAt(i)) || (mouth === '/' && i > at + 3)) return at
  const shape = mouth === ']' ? ')' : mouth === '[' ? '(' : mouth.toLowerCase()
  out.push({ norm: (eyes === '=' ? ':' : eyes) + tear + shape, start: at, end: i, kind: 'emoji' })
  return i
}

function isAlnum(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57)
}
