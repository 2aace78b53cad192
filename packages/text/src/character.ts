import { foldCodePoint } from './fold-character.ts'

/** Classes of characters; letters are divided by the way words are made of them. 0 means: not yet computed. */
export const SEPARATOR = 1
export const MARK = 2
export const DIGIT = 3
/** Letters of scripts that part words by blanks, but Arabic and Hangul. */
export const ALPHABET = 4
/** Arabic script has a group of its own, so that a Latin name with an Arabic ending falls in two. */
export const ARABIC = 5
export const HAN = 6
export const HIRAGANA = 7
export const KATAKANA = 8
export const HANGUL = 9
/** Thai, Lao, Khmer, Myanmar: no blanks between words, and no signs either: a run is one token. */
export const RUN = 10
/** A sign on a letter that normalisation drops (diacritics, harakat, niqqud). */
export const DROPPED = 11
/** A sign that is part of the spelling (vowel signs of India, Thai tones). */
export const KEPT = 12
/** Invisible inside a word: joiners, soft hyphen, direction marks, variation selectors, tatweel. */
export const INVISIBLE = 13
export const EMOJI = 14
/** Normalises to several characters of unlike classes (㍿, ½, ⑴): tokenised as what it stands for. */
export const EXPANDS = 15
const HIGH = 16

const classes = new Uint8Array(0x10000)
const folds: string[] = new Array(0x10000)
const astralClasses = new Map<number, number>()
const astralFolds = new Map<number, string>()

/** ™ © ® and their like are pictographs to Unicode but marks to readers. */
const TEXT_PICTOGRAPHS = new Set([0xa9, 0xae, 0x203c, 0x2049, 0x2122, 0x2139, 0x24c2, 0x3030, 0x303d, 0x3297, 0x3299])

/** Tatweel, grapheme joiner, fillers of Hangul, inherent vowels of Khmer: not seen, or only as a longer line. */
const UNSEEN = new Set([0x640, 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xffa0])

function rawClass(cp: number, s: string): number {
  if (cp >= 0xd800 && cp <= 0xdfff) return MARK
  if (/[\p{Cf}\p{Variation_Selector}]/u.test(s) || UNSEEN.has(cp)) {
    return cp === 0x200b ? SEPARATOR : INVISIBLE
  }
  if (/[\s\p{Z}\p{C}]/u.test(s)) return SEPARATOR
  if (/\p{Nd}/u.test(s)) return DIGIT
  if ((/\p{ExtPict}|\p{RI}|\p{EMod}/u.test(s) && !TEXT_PICTOGRAPHS.has(cp)) || (cp >= 0xe0020 && cp <= 0xe007f))
    return EMOJI
  if (/\p{M}/u.test(s)) return foldCodePoint(cp) === '' ? DROPPED : KEPT
  if (!/[\p{L}\p{N}]/u.test(s)) return MARK
  if (/\p{Script=Han}/u.test(s)) return HAN
  if (cp === 0x30fc || cp === 0xff70 || /\p{Script=Katakana}/u.test(s)) return KATAKANA
  if (/\p{Script=Hiragana}/u.test(s)) return HIRAGANA
  if (/\p{Script=Hangul}/u.test(s)) return HANGUL
  if (/\p{Script=Arabic}/u.test(s)) return ARABIC
  return /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(s) ? RUN : ALPHABET
}

function computeClass(cp: number): number {
  if (cp >= 0xd800 && cp <= 0xdbff) return HIGH
  const s = String.fromCodePoint(cp)
  const own = rawClass(cp, s)
  if (own === SEPARATOR || own === INVISIBLE || own === EMOJI || own === DROPPED || TEXT_PICTOGRAPHS.has(cp)) return own
  const folded = foldCodePoint(cp)
  if (folded === s || own === DIGIT) return own
  if (folded === '') return DROPPED
  let common = 0
  for (const part of folded) {
    const c = rawClass(part.codePointAt(0)!, part)
    if (c === KEPT && common !== 0) continue
    if (common !== 0 && c !== common) return own === MARK && folded.includes(' ') ? MARK : EXPANDS
    common = c
  }
  if (common === SEPARATOR) return MARK
  return common === HAN && [...folded].length > 1 ? EXPANDS : common || own
}

/** The class of a whole code point. */
export function classOf(cp: number): number {
  const known = cp < 0x10000 ? classes[cp] : astralClasses.get(cp)
  if (known) return known
  const c = computeClass(cp)
  if (cp < 0x10000) classes[cp] = c
  else astralClasses.set(cp, c)
  return c
}

/** What the code point is in normalised text: nothing, one or several characters. Marks that would turn into blanks stay. */
export function foldOf(cp: number): string {
  const known = cp < 0x10000 ? folds[cp] : astralFolds.get(cp)
  if (known !== undefined) return known
  const f = computeFold(cp)
  if (cp < 0x10000) folds[cp] = f
  else astralFolds.set(cp, f)
  return f
}

function computeFold(cp: number): string {
  if (cp >= 0xd800 && cp <= 0xdfff) return '\ufffd'
  switch (classOf(cp)) {
    case SEPARATOR:
      return ' '
    case INVISIBLE:
    case DROPPED:
      return ''
    case MARK: {
      if (TEXT_PICTOGRAPHS.has(cp)) return String.fromCodePoint(cp)
      const folded = foldCodePoint(cp)
      return folded === '' || folded.includes(' ') ? String.fromCodePoint(cp) : folded
    }
    default:
      return foldCodePoint(cp)
  }
}

/** The code point at `i`; a lone surrogate is given as it is. */
export function codePoint(text: string, i: number): number {
  const c = text.charCodeAt(i)
  if (c < 0xd800 || c > 0xdbff) return c
  const d = text.charCodeAt(i + 1)
  return d >= 0xdc00 && d <= 0xdfff ? ((c - 0xd800) << 10) + d - 0xdc00 + 0x10000 : c
}

/** The class of the code point at `i`; a lone surrogate is a mark, the end a separator. */
export function classAt(text: string, i: number): number {
  if (i >= text.length) return SEPARATOR
  const c = text.charCodeAt(i)
  const k = classes[c] || classOf(c)
  if (k !== HIGH) return k
  const cp = codePoint(text, i)
  return cp === c ? MARK : classOf(cp)
}
