import type { Token } from '@moodlight/text'
import type { Place } from '../candidates.ts'
import { findTerms, lowerBound, type Terms, wordsOf } from '../words.ts'

/** The context words that a brand was given. */
export interface GivenTerms {
  readonly context: Terms
  readonly notContext: Terms
}

/** One place of a name among the words and marks of a text: the name is [start, end) of the text, tokens [first, last). */
export interface Spot {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly start: number
  readonly end: number
  readonly first: number
  readonly last: number
}

/** A given word in the text, by offsets. */
interface Found {
  readonly start: number
  readonly end: number
  readonly term: string
}

/** A text that names something ambiguous more often is a list, not a message: further places are left unsure. */
const MOST_JUDGED = 200

/** One text as it is read for ambiguous names: what all its places share is made once. */
export class View {
  readonly #text: string
  readonly #tokens: readonly Token[]
  readonly #ends: number[]
  readonly #words: Token[]
  readonly #found = new Map<Terms, Found[]>()
  #judged = 0

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text
    this.#tokens = tokens
    this.#ends = tokens.map((token) => token.end)
    this.#words = wordsOf(tokens)
  }

  spot({ start, end }: Pick<Place, 'start' | 'end'>): Spot {
    const first = lowerBound(this.#ends, start + 1)
    let last = first
    while (last < this.#tokens.length && this.#tokens[last]!.start < end) last++
    return { text: this.#text, tokens: this.#tokens, start, end, first, last }
  }

  /** Whether one more place may be judged, which bounds the time of a text. */
  spend(): boolean {
    return this.#judged++ < MOST_JUDGED
  }

  /** The given words that stand in [from, to) of the text. */
  given(terms: Terms, from: number, to: number): Found[] {
    let found = this.#found.get(terms)
    if (found === undefined) {
      const places = findTerms(this.#words, terms)
      found = places.terms.map((term, i) => ({
        start: this.#words[places.from[i]!]!.start,
        end: this.#words[places.to[i]! - 1]!.end,
        term,
      }))
      this.#found.set(terms, found)
    }
    const out: Found[] = []
    for (let i = firstFrom(found, from); i < found.length && found[i]!.end <= to; i++) out.push(found[i]!)
    return out
  }
}

function firstFrom(found: readonly Found[], from: number): number {
  let lo = 0
  let hi = found.length
  while (lo < hi) {
    const mid = (lo + hi) >>> 1
    if (found[mid]!.start < from) lo = mid + 1
    else hi = mid
  }
  return lo
}
