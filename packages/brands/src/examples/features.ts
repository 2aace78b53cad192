import type { Token } from '@moodlight/text'
import type { Terms } from '../words.ts'
import type { GivenTerms, Spot, View } from './view.ts'
import { writtenAs } from './written.ts'

/** Words farther than this say nothing of a name. */
const WINDOW = 40
const STEM = 5
/** More given words than this add nothing to the count. */
const MOST_COUNTED = 3

/**
 * What a reader would look at to tell whether a name is meant, as strings: the words around, the neighbours and their order, how
 * the name is written, and the context words that the brand was given. `+ word` and `- word` are given words, `++` and `--` those
 * that take the name in.
 */
export function featuresOf(view: View, place: Pick<Spot, 'start' | 'end'>, given: GivenTerms): string[] {
  const found = new Set<string>()
  const spot = view.spot(place)
  addWords(found, spot)
  addNeighbours(found, spot)
  for (const how of writtenAs(spot)) found.add(how)
  const good = addGiven(found, view, spot, given.context, '+')
  const bad = addGiven(found, view, spot, given.notContext, '-')
  found.add(`for ${Math.min(MOST_COUNTED, good)}`).add(`against ${Math.min(MOST_COUNTED, bad)}`)
  found.add(`balance ${Math.sign(good - bad)}`)
  return [...found]
}

/** The weight of a feature before anything is learnt: what the brand was given is believed. */
export function given(feature: string): number {
  const sign = feature.charCodeAt(0) === 0x2b ? 1 : feature.charCodeAt(0) === 0x2d ? -1 : 0
  return sign === 0 ? 0 : feature.charCodeAt(1) === 0x20 ? sign : 2.5 * sign
}

function addGiven(found: Set<string>, view: View, spot: Spot, terms: Terms, sign: '+' | '-'): number {
  const { tokens, first, last } = spot
  const from = tokens[Math.max(0, first - WINDOW)]?.start ?? 0
  const to = tokens[Math.min(tokens.length, last + WINDOW) - 1]?.end ?? 0
  const seen = new Set<string>()
  for (const { start, end, term } of view.given(terms, from, to)) {
    const takesIn = start < spot.end && end > spot.start
    found.add(`${takesIn ? sign + sign : sign} ${term}`)
    seen.add(term)
  }
  return seen.size
}

function addWords(found: Set<string>, { tokens, first, last }: Spot): void {
  const from = Math.max(0, first - WINDOW)
  const to = Math.min(tokens.length, last + WINDOW)
  for (let i = from; i < to; i++) {
    if (i < first || i >= last) addWord(found, tokens, i, i < first ? first : to)
  }
}

/** A word, its beginning and its end: `spaarrekening` shares its end with `rekening`. Han characters go alone and in pairs. */
function addWord(found: Set<string>, tokens: readonly Token[], i: number, stop: number): void {
  const token = tokens[i]!
  if (token.kind === 'mark') {
    if (/^[?？؟]$/.test(token.norm)) found.add('word ?')
    return
  }
  if (token.kind === 'han') {
    const next = i + 1 < stop ? tokens[i + 1]! : null
    if (next?.kind === 'han') found.add(`word ${token.norm}${next.norm}`)
    found.add(`han ${token.norm}`)
    return
  }
  const word = bare(token)
  found.add(`word ${word}`)
  if (word.length <= STEM || token.kind === 'number') return
  found.add(`head ${word.slice(0, STEM)}`)
  if (word.length >= STEM + 3) found.add(`tail ${word.slice(-STEM)}`)
}

function addNeighbours(found: Set<string>, { tokens, first, last }: Spot): void {
  const at = (i: number): string => (i < 0 ? '^' : i >= tokens.length ? '$' : bare(tokens[i]!))
  const left = at(first - 1)
  const right = at(last)
  found.add(`left ${left}`).add(`right ${right}`).add(`between ${left} ${right}`)
  found.add(`left2 ${at(first - 2)}`).add(`right2 ${at(last + 1)}`)
  found.add(`left ${at(first - 2)} ${left}`).add(`right ${right} ${at(last + 1)}`)
}

function bare(token: Token): string {
  if (token.kind === 'number') return '0'
  if (token.kind === 'url') return 'url'
  return token.kind === 'hashtag' || token.kind === 'handle' ? token.norm.slice(1) : token.norm
}
