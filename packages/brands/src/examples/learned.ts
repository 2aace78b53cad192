import type { Brand } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import { findPlaces, type Place } from '../candidates.ts'
import type { Searchable } from '../compile.ts'
import { featuresOf, given } from './features.ts'
import { fit, type Marked } from './fit.ts'
import { View } from './view.ts'

/** So many marked posts of each kind must there be before they decide anything. */
const FEWEST = 5
/** A post that names a brand more often teaches nothing more. */
const MOST_PLACES = 4
/** Log-odds from which a place is sure, and below which it is refused; between them it is unsure. */
const SURE = 0.6
const REFUSED = -1.2

export type Verdict = Pick<Place, 'verdict' | 'why'>
const TOO_MANY: Verdict = { verdict: 'unsure', why: 'examples:too-many' }

/** What was learnt from marked posts: by brand, null where there were too few. */
export interface Learned {
  judge(brand: number, view: View, place: Place): Verdict | null
}

/**
 * Learns from the marked posts of all brands at once which words around an ambiguous name speak for it. Each feature has a weight
 * shared by all brands and one of the brand's own (Daumé 2007, "Frustratingly easy domain adaptation"): what is said of one bank
 * is said of another.
 */
export function learn(brands: readonly Brand[], compiled: Searchable): Learned {
  const taught = new Set<number>()
  const marked: Marked[] = []
  brands.forEach((brand, index) => {
    const about = brand.examples.filter((example) => example.about).length
    if (Math.min(about, brand.examples.length - about) < FEWEST) return
    taught.add(index)
    for (const { text, about } of brand.examples) {
      const tokens = tokenize(text)
      const view = new View(text, tokens)
      for (const place of ambiguous(findPlaces(compiled, text, tokens), index)) {
        const found = featuresOf(view, place, compiled.brands[index]!)
        marked.push({ features: withOwn(index, found), about })
        marked.push({ features: withOwn(index, found.filter(isRead)), about })
      }
    }
  })
  const { shared, own } = split(taught.size > 0 ? fit(marked, given) : new Map())
  return {
    judge(brand, view, place) {
      if (!taught.has(brand)) return null
      if (!view.spend()) return TOO_MANY
      const its = own.get(brand)!
      let sum = (shared.get(ALWAYS) ?? 0) + (its.get(ALWAYS) ?? 0)
      let [most, least] = [0, 0]
      let [speaksFor, speaksAgainst] = ['', '']
      for (const feature of featuresOf(view, place, compiled.brands[brand]!)) {
        const weight = (shared.get(feature) ?? given(feature)) + (its.get(feature) ?? 0)
        sum += weight
        if (weight > most) [most, speaksFor] = [weight, feature]
        else if (weight < least) [least, speaksAgainst] = [weight, feature]
      }
      const verdict = sum >= SURE ? 'sure' : sum < REFUSED ? 'refused' : 'unsure'
      return { verdict, why: `examples:${sum > 0 ? speaksFor : speaksAgainst}` }
    },
  }
}

/**
 * Whether a feature was read in the text rather than given with the brand. Each place is learnt from twice, with the given words
 * and without: they were often written beside the very posts that are marked, and would leave nothing else to learn.
 */
const isRead = (feature: string): boolean => !/^(?:[+-]{1,2} |for |against |balance )/.test(feature)

/** In every place: how often the name is meant at all. */
const ALWAYS = 'always'
const ownOf = (brand: number, feature: string): string => `${brand}|${feature}`

function withOwn(brand: number, found: readonly string[]): string[] {
  const all = [...found, ALWAYS]
  return [...all, ...all.map((feature) => ownOf(brand, feature))]
}

/** Weights shared by all brands, and those of each brand. */
function split(weights: ReadonlyMap<string, number>) {
  const shared = new Map<string, number>()
  const own = new Map<number, Map<string, number>>()
  for (const [feature, weight] of weights) {
    const [, brand, rest] = /^(\d+)\|(.*)$/s.exec(feature) ?? []
    if (brand === undefined) {
      shared.set(feature, weight)
      continue
    }
    const its = own.get(Number(brand)) ?? new Map<string, number>()
    own.set(Number(brand), its.set(rest!, weight))
  }
  return { shared, own }
}

/** The places of a marked post that teach: those of the brand's ambiguous names, the first few. */
const ambiguous = (places: readonly Place[], brand: number): Place[] =>
  places
    .filter((place) => place.entry.brand === brand && place.entry.needsContext && place.verdict !== 'refused')
    .slice(0, MOST_PLACES)
