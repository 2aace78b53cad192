import { classAt, codePoint, DROPPED } from '@moodlight/text'
import { GAP, unitsOf } from './alphabet.ts'
import type { Automaton } from './automaton.ts'

const UNKNOWN = 0xffff
const INVISIBLE = 0xfffe
/** Several units, or a surrogate: read by {@link unitsOf}. */
const COMPLEX = 0xfffd
const SPECIAL = 0xfff0

/** Names are not looked for across more invisible characters and blanks than this. */
const MAX_SLACK = 64
/** Signs on the last letter that are counted to the match. */
const MAX_SIGNS = 16

/** Told of every place where a name ends; giving true stops the scan. */
export type OnName = (name: number, start: number, end: number) => boolean

/** One pass over a text in its original form: folding is part of the table that gives a character's symbol. */
export interface Scanner {
  /** Gives true when `onName` stopped it. Offsets are exact in the original. Linear, never throws. */
  scan(text: string, onName: OnName): boolean
}

export function createScanner(automaton: Automaton, lengths: Int32Array): Scanner {
  const { alphabet, next, firstEnd, own, shorter } = automaton
  const width = alphabet.size
  const { codes, leads, trails } = alphabet
  const table = new Uint16Array(0x10000).fill(UNKNOWN)
  for (let c = 0; c < 128; c++) learn(c)

  function learn(c: number): number {
    if (c >= 0xd800 && c <= 0xdfff) {
      table[c] = COMPLEX
      return COMPLEX
    }
    const units = unitsOf(c)
    let symbol = COMPLEX
    if (units === '') symbol = INVISIBLE
    else if (units.length === 1) symbol = codes.get(units.charCodeAt(0)) ?? 0
    table[c] = symbol
    return symbol
  }

  function step(state: number, code: number): number {
    if (code < width) return next[state + code]!
    return next[next[state + leads[code - width]!]! + trails[code - width]!]!
  }

  function scan(text: string, onName: OnName): boolean {
    const n = text.length
    let state = 0
    for (let i = 0; i < n; i++) {
      const c = text.charCodeAt(i)
      let code = table[c]!
      if (code === UNKNOWN) code = learn(c)
      if (code < width) state = next[state + code]!
      else if (code < SPECIAL) state = step(state, code)
      else if (code === INVISIBLE) continue
      else {
        const cp = codePoint(text, i)
        if (cp > 0xffff) i++
        const units = unitsOf(cp)
        if (units === '') continue
        for (let k = 0; k < units.length; k++) {
          state = step(state, codes.get(units.charCodeAt(k)) ?? 0)
          if (state >= firstEnd && k + 1 < units.length && tell(text, state, i, k + 1, onName)) return true
        }
      }
      if (state >= firstEnd && tell(text, state, i, 0, onName)) return true
    }
    return false
  }

  /** Tells of all names that end with the character at `last`, the longest first. `partial`: only so many of its units are read. */
  function tell(text: string, state: number, last: number, partial: number, onName: OnName): boolean {
    let end = last + 1
    for (let k = 0; k < MAX_SIGNS && classAt(text, end) === DROPPED; k++) end++
    for (let s = state; s !== 0; s = shorter[s / width]!) {
      const name = own[s / width]! - 1
      if (name < 0) continue
      const start = startOf(text, last, lengths[name]!, partial)
      if (start >= 0 && onName(name, start, end)) return true
    }
    return false
  }

  /** Walks back over `length` units from the character whose last unit is at `last`; -1 when the name is stretched too far. */
  function startOf(text: string, last: number, length: number, partial: number): number {
    let left = length
    let slack = MAX_SLACK
    let gap = false
    let i = last
    let first = true
    for (;;) {
      if (i < 0 || slack < 0) return -1
      let from = i
      const c = text.charCodeAt(i)
      if (c >= 0xdc00 && c <= 0xdfff && i > 0 && codePoint(text, i - 1) > 0xffff) from--
      const units = unitsOf(codePoint(text, from))
      const count = first && partial > 0 ? partial : units.length
      first = false
      if (units === '' || (units === GAP && gap)) slack--
      else left -= count
      gap = units === GAP || (gap && units === '')
      if (left <= 0) return from
      i = from - 1
    }
  }

  return { scan }
}
