import { ALPHABET, classAt, DIGIT, foldOf, HAN, HIRAGANA, INVISIBLE, RUN } from '@moodlight/text'
import { casedOf, isAllUpper } from './casing.ts'
import type { Entry } from './entry.ts'
import { before } from './neighbour.ts'
import type { Shape } from './shape.ts'

/** Names are looked for in the first hundred units of a hashtag. */
const MAX_TAG = 100
/** A hashtag all in lower case shows no parts: only a longer name is believed at its head or end. */
const LONG_NAME = 6

const NAME: Shape = { verdict: 'sure', kind: 'hashtag', why: 'hashtag-name' }
const WORD: Shape = { verdict: 'sure', kind: 'hashtag', why: 'hashtag-word' }
const PART: Shape = { verdict: 'unsure', kind: 'compound', why: 'hashtag-part' }
const INSIDE: Shape = { verdict: 'refused', kind: 'compound', why: 'inside-word' }
const WRONG_CASE: Shape = { verdict: 'refused', kind: 'compound', why: 'wrong-case' }

function isTagPart(text: string, i: number): boolean {
  const k = classAt(text, i)
  return (k >= DIGIT && k <= INVISIBLE) || text.charCodeAt(i) === 0x5f
}

function isHash(text: string, i: number): boolean {
  const c = text.charCodeAt(i)
  return c === 0x23 || c === 0xff03
}

/** The offset of the `#` of the hashtag in which `start` stands, or -1. */
export function inHashtag(text: string, start: number): number {
  let i = start
  for (let k = 0; i > 0 && k < MAX_TAG; k++) {
    i = before(text, i)
    if (isHash(text, i)) {
      const c = i > 0 ? classAt(text, before(text, i)) : 0
      return c === ALPHABET || c === DIGIT ? -1 : i
    }
    if (!isTagPart(text, i)) return -1
  }
  return -1
}

/** Judges a name inside a hashtag: the whole of it, a part set off by underscores or script, or by CamelCase. */
export function tagShape(text: string, tag: number, start: number, end: number, entry: Entry): Shape {
  const head = start === tag + 1
  const tail = !isTagPart(text, end)
  if (head && tail) return NAME
  const part = partShape(text, start, end, entry, head, tail)
  if (part.verdict === 'refused' || entry.cased === null) return part
  return casedOf(text.slice(start, end)) === entry.cased ? part : WRONG_CASE
}

function partShape(text: string, start: number, end: number, entry: Entry, head: boolean, tail: boolean): Shape {
  const left = head || text[start - 1] === '_' || unbound(text, start)
  const right = tail || text[end] === '_' || unbound(text, before(text, end))
  if (left && right) return WORD
  if ((left || isCaseStep(text, start)) && (right || isCaseStep(text, end) || isShout(text, start, end))) return PART
  return entry.letters >= LONG_NAME && (head || tail) ? PART : INSIDE
}

/** Scripts without blanks: nothing tells where a word ends, as in the text. */
function unbound(text: string, i: number): boolean {
  const k = classAt(text, i)
  return k === HAN || k === HIRAGANA || k === RUN
}

/** A step of CamelCase, or between letters and digits, at `i`. */
function isCaseStep(text: string, i: number): boolean {
  const a = text[i - 1]!
  const b = text[i]!
  if ((classAt(text, i - 1) === DIGIT) !== (classAt(text, i) === DIGIT)) return true
  if (classAt(text, i - 1) !== classAt(text, i)) return true
  return b !== b.toLowerCase() && (a === a.toLowerCase() || foldOf(a.charCodeAt(0)) === '')
}

/** `#INGdown`: a name in upper case, then lower case. */
function isShout(text: string, start: number, end: number): boolean {
  const next = text[end]!
  return isAllUpper(text.slice(start, end)) && next === next.toLowerCase()
}
