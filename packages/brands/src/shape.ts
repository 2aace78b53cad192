import type { Match } from '@moodlight/core'
import { ALPHABET, ARABIC, classAt, DIGIT, HANGUL, KATAKANA } from '@moodlight/text'
import { arabicLeft, arabicRight, hangulRight } from './affix.ts'
import { casedOf, isAllUpper } from './casing.ts'
import type { Entry } from './entry.ts'
import { inHashtag, tagShape } from './hashtag.ts'
import { before, leftOf, type Neighbour, rightOf } from './neighbour.ts'

/** What a place in a text looks like, before context is asked. */
export interface Shape {
  readonly verdict: 'sure' | 'unsure' | 'refused'
  readonly kind: Match['kind']
  readonly why: string
}

const shape = (verdict: Shape['verdict'], why: string, kind: Match['kind'] = 'name'): Shape => ({ verdict, why, kind })
const PLAIN = shape('sure', 'plain')
const POSSESSIVE = shape('sure', 'possessive')
const HYPHEN = shape('sure', 'hyphen', 'compound')
const COMPOUND = shape('sure', 'compound', 'compound')
const COMPOUND_END = shape('unsure', 'compound-end', 'compound')
const JOINED = shape('sure', 'joined')
const JOINED_SHORT = shape('unsure', 'joined')
const INSIDE = shape('refused', 'inside-word')
const WRONG_CASE = shape('refused', 'wrong-case')
const SUFFIX = shape('sure', 'suffix')
const ATTACHED: Readonly<Record<string, Shape>> = {
  'attached-suffix': shape('unsure', 'attached-suffix'),
  'attached-prefix': shape('unsure', 'attached-prefix'),
  attached: shape('unsure', 'attached', 'compound'),
}

/** A name written without its blanks must have this many letters to be taken for it. */
const JOINED_LETTERS = 6
/** A plain `s` joined to a shorter name makes another word more often than a genitive, unless the case tells them apart. */
const GENITIVE_LETTERS = 4

/** Judges the letters around a name that stands at [start, end), by script; nothing is allocated for the common answers. */
export function shapeOf(text: string, start: number, end: number, entry: Entry): Shape {
  const tag = inHashtag(text, start)
  if (tag >= 0) return tagShape(text, tag, start, end, entry)
  const around = aroundShape(text, start, end, entry)
  if (around.verdict === 'refused' || entry.cased === null) return around
  return casedOf(text.slice(start, end)) === entry.cased ? around : WRONG_CASE
}

function aroundShape(text: string, start: number, end: number, entry: Entry): Shape {
  const left = leftOf(text, start)
  const right = rightOf(text, end)
  const first = classAt(text, start)
  const last = classAt(text, leftOf(text, end).at)
  if (!joins(first, left.class)) return rightShape(text, start, end, entry, last, right)
  if (first === ARABIC) {
    const side = arabicLeft(text, start, left.halfSpace)
    if (side === 'inside-word') return INSIDE
    const behind = rightShape(text, start, end, entry, last, right)
    return behind.verdict === 'refused' ? behind : ATTACHED[side]!
  }
  if (first !== ALPHABET || !entry.compounds || !hasLetters(text, left.at, -1, 3)) return INSIDE
  if (isShouted(text, left.at, entry)) return INSIDE
  return rightShape(text, start, end, entry, last, right).verdict === 'refused' ? INSIDE : COMPOUND_END
}

/** Whether two neighbouring characters belong to one word. Han, hiragana and Thai have no blanks, so nothing tells. */
export function joins(a: number, b: number): boolean {
  if (a === ALPHABET || a === DIGIT) return b === ALPHABET || b === DIGIT
  return (a === ARABIC || a === KATAKANA || a === HANGUL) && a === b
}

function rightShape(text: string, start: number, end: number, entry: Entry, last: number, right: Neighbour): Shape {
  if (!joins(last, right.class)) return whole(text, start, end, entry, right)
  if (last === ARABIC) {
    const side = arabicRight(text, end, right.halfSpace)
    return side === 'suffix' ? SUFFIX : (ATTACHED[side] ?? INSIDE)
  }
  if (last === HANGUL) return hangulRight(text, end) === 'suffix' ? SUFFIX : ATTACHED['attached-suffix']!
  if (last !== ALPHABET) return INSIDE
  if (isGenitive(text, start, end, entry, right.at)) return POSSESSIVE
  if (!entry.compounds || !hasLetters(text, right.at, 1, 2) || isShouted(text, right.at, entry)) return INSIDE
  return COMPOUND
}

/** The name is a word of its own. */
function whole(text: string, start: number, end: number, entry: Entry, right: Neighbour): Shape {
  if (entry.joined) return entry.letters >= JOINED_LETTERS ? JOINED : JOINED_SHORT
  const c = text.charCodeAt(right.at)
  if ((c === 0x27 || c === 0x2019) && (text.charCodeAt(right.at + 1) | 32) === 0x73) return POSSESSIVE
  if (c === 0x2d && right.at === end && classAt(text, end + 1) === ALPHABET) return HYPHEN
  if (text.charCodeAt(start - 1) === 0x2d && start > 1 && classAt(text, before(text, start - 1)) === ALPHABET)
    return HYPHEN
  return PLAIN
}

/** `Rabobanks`, `INGs`: one s, then the word ends. */
function isGenitive(text: string, start: number, end: number, entry: Entry, at: number): boolean {
  if (text.charCodeAt(at) !== 0x73 || joins(ALPHABET, rightOf(text, at + 1).class)) return false
  return entry.letters >= GENITIVE_LETTERS || isAllUpper(text.slice(start, end))
}

/** In a text all in upper case the case of `ING` tells nothing: BOEKING. */
function isShouted(text: string, neighbour: number, entry: Entry): boolean {
  return entry.cased !== null && isAllUpper(entry.cased) && text[neighbour] !== text[neighbour]!.toLowerCase()
}

/** Whether at least `n` letters stand in a row from `at` on. */
function hasLetters(text: string, at: number, step: 1 | -1, n: number): boolean {
  for (let k = 0; k < n; k++) if (at + k * step < 0 || classAt(text, at + k * step) !== ALPHABET) return false
  return true
}
