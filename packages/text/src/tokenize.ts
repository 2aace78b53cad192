import {
  ALPHABET,
  classAt,
  codePoint,
  DIGIT,
  DROPPED,
  EMOJI,
  EXPANDS,
  foldOf,
  HAN,
  INVISIBLE,
  KEPT,
  MARK,
  SEPARATOR,
} from './character.ts'
import { keycapAt, scanEmoji, scanEmoticon } from './emoji.ts'
import { scanBareLink, scanLink, schemeAt } from './link.ts'
import { scanHandle, scanHashtag } from './tag.ts'
import type { Token } from './token.ts'
import { scanWord } from './word.ts'

/**
 * The positional stream of a text: one token per Han character, kana, Hangul and Thai in runs, words, numbers, emoji, links,
 * hashtags, handles and marks. One pass, linear in the length of the text whatever it holds; never throws.
 */
export function tokenize(text: string): Token[] {
  const out: Token[] = []
  const n = text.length
  const noLink: NoLink = { before: 0 }
  let i = 0
  while (i < n) {
    const k = classAt(text, i)
    if (k === SEPARATOR || k === INVISIBLE || k === DROPPED) i++
    else if (k === ALPHABET) i = scanAlphabet(text, i, out, noLink)
    else if (k === MARK) i = scanMark(text, i, out)
    else if (k === HAN) i = scanHan(text, i, out)
    else if (k === EMOJI) i = scanEmoji(text, i, out)
    else if (k === EXPANDS) i = scanExpansion(text, i, out)
    else if (k === DIGIT) i = scanDigit(text, i, out, noLink)
    else if (k === KEPT) i = skipSign(text, i)
    else i = scanWord(text, i, k, out)
  }
  return out
}

/** Up to where the text was searched for a link without scheme in vain: what keeps that search linear. */
interface NoLink {
  before: number
}

function scanAlphabet(text: string, start: number, out: Token[], noLink: NoLink): number {
  const skip = schemeAt(text, start)
  if (skip > 0) {
    const end = scanLink(text, start, skip, out)
    if (end > start) return end
  }
  return afterName(text, start, scanWord(text, start, ALPHABET, out), out, noLink)
}

/** A word that goes on with a dot or dash may be the head of a link without scheme (`abn-amro.nl`). */
function afterName(text: string, start: number, end: number, out: Token[], noLink: NoLink): number {
  const c = text.charCodeAt(end)
  if ((c !== 0x2e && c !== 0x2d) || start < noLink.before) return end
  const d = text.charCodeAt(end + 1)
  if (!((d >= 97 && d <= 122) || (d >= 48 && d <= 57)) || (start > 0 && text.charCodeAt(start - 1) === 0x2d)) return end
  const word = out.pop()!
  const link = scanBareLink(text, start, out)
  if (link >= 0) return link
  noLink.before = ~link
  out.push(word)
  return end
}

function scanDigit(text: string, start: number, out: Token[], noLink: NoLink): number {
  const keycap = keycapAt(text, start)
  if (keycap > 0) return pushKeycap(text, start, keycap, out)
  return afterName(text, start, scanWord(text, start, DIGIT, out), out, noLink)
}

function pushKeycap(text: string, start: number, length: number, out: Token[]): number {
  out.push({ norm: `${foldOf(text.charCodeAt(start))}\u20e3`, start, end: start + length, kind: 'emoji' })
  return start + length
}

function scanHan(text: string, start: number, out: Token[]): number {
  const cp = codePoint(text, start)
  let end = start + (cp > 0xffff ? 2 : 1)
  // An ideographic variation selector belongs to its character.
  while (end < text.length && (classAt(text, end) === DROPPED || isVariation(codePoint(text, end)))) {
    end += codePoint(text, end) > 0xffff ? 2 : 1
  }
  out.push({ norm: foldOf(cp), start, end, kind: 'han' })
  return end
}

function isVariation(cp: number): boolean {
  return (cp >= 0xfe00 && cp <= 0xfe0f) || (cp >= 0xe0100 && cp <= 0xe01ef)
}

/** Tokenises what the character stands for; every token of it has the character's span. */
function scanExpansion(text: string, start: number, out: Token[]): number {
  const cp = codePoint(text, start)
  const end = start + (cp > 0xffff ? 2 : 1)
  for (const token of tokenize(foldOf(cp))) out.push({ ...token, start, end })
  return end
}

/** A vowel sign without a letter before it says nothing. */
function skipSign(text: string, i: number): number {
  return i + (codePoint(text, i) > 0xffff ? 2 : 1)
}

function scanMark(text: string, start: number, out: Token[]): number {
  const cp = codePoint(text, start)
  const f = foldOf(cp)
  if (f === '#' || f === '*') {
    const keycap = keycapAt(text, start)
    if (keycap > 0) return pushKeycap(text, start, keycap, out)
  }
  if ((f === '#' || f === '@') && !followsWord(text, start)) {
    const end = f === '#' ? scanHashtag(text, start, out) : scanHandle(text, start, out)
    if (end > start) return end
  }
  if (cp === 0x3a || cp === 0x3b || cp === 0x3d || cp === 0x3c) {
    const end = scanEmoticon(text, start, out)
    if (end > start) return end
  }
  let end = start
  let count = 0
  while (end < text.length && codePoint(text, end) === cp) {
    end += cp > 0xffff ? 2 : 1
    count++
  }
  out.push({ norm: count > 1 ? f + f : f, start, end, kind: 'mark' })
  return end
}

/** `a@b` is an address and `C#x` no hashtag: the sign counts only where no Latin letter, digit or underscore stands before it. */
function followsWord(text: string, i: number): boolean {
  if (i === 0) return false
  const c = text.charCodeAt(i - 1)
  const k = classAt(text, i - 1)
  return k === ALPHABET || k === DIGIT || c === 0x5f || c === 0x26
}
