import { type Token, tokenize } from '@moodlight/text'
import type { Place } from './candidates.ts'
import type { CompiledBrand } from './compile.ts'
import type { MatchContext } from './hit.ts'
import { findTerms, lowerBound, nearest, type Places, wordsOf } from './words.ts'

/** The words around the matches of one post; everything is made when first asked for, as most matches need none. */
export class Surroundings {
  readonly #tokens: readonly Token[]
  readonly #context: MatchContext
  readonly #places = new Map<string, Places>()
  #words: Token[] | null = null
  #ends: number[] = []
  #starts: number[] = []
  #thread: Token[] | null = null

  constructor(tokens: readonly Token[], context: MatchContext) {
    this.#tokens = tokens
    this.#context = context
  }

  /**
   * Applies a brand's context words to one place: a context word nearby (or in the thread) makes it sure; a name that needs
   * context is refused by a forbidden word that is nearer, and unsure without any.
   */
  apply(place: Place, brand: CompiledBrand): void {
    const needs = place.entry.needsContext
    if (place.verdict === 'refused' || (place.verdict === 'sure' && !needs)) return
    const { first, last } = this.#range(place)
    const good = nearest(this.#find(brand, 'context'), first, last, brand.within)
    const bad = needs ? nearest(this.#find(brand, 'notContext'), first, last, brand.within) : null
    if (bad !== null && (good === null || bad.distance < good.distance)) {
      place.verdict = 'refused'
      place.why = `not-context:${bad.term}`
      return
    }
    const thread = good === null ? this.#inThread(brand) : null
    if (good !== null || thread !== null) {
      place.verdict = 'sure'
      place.why = good !== null ? `context:${good.term}` : `context-thread:${thread}`
    } else if (needs) {
      place.why = place.verdict === 'sure' ? 'no-context' : place.why
      place.verdict = 'unsure'
    }
  }

  #range(place: Place): { first: number; last: number } {
    if (this.#words === null) {
      this.#words = wordsOf(this.#tokens)
      this.#starts = this.#words.map((t) => t.start)
      this.#ends = this.#words.map((t) => t.end)
    }
    return { first: lowerBound(this.#ends, place.start + 1), last: lowerBound(this.#starts, place.end) }
  }

  #find(brand: CompiledBrand, which: 'context' | 'notContext'): Places {
    const key = `${which} ${brand.id}`
    let places = this.#places.get(key)
    if (places === undefined) {
      places = findTerms(this.#words!, brand[which])
      this.#places.set(key, places)
    }
    return places
  }

  #inThread(brand: CompiledBrand): string | null {
    if (!this.#context.threadText) return null
    this.#thread ??= wordsOf(tokenize(this.#context.threadText))
    const key = `thread ${brand.id}`
    let places = this.#places.get(key)
    if (places === undefined) {
      places = findTerms(this.#thread, brand.context)
      this.#places.set(key, places)
    }
    return places.terms[0] ?? null
  }
}
