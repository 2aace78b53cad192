import type { Span } from '@moodlight/core'
import type { Hit } from './match.ts'
import type { Units } from './units.ts'

/** An intent is said from this weight on: one clear rule, or two weak ones. */
export const ENOUGH = 3
const MOST_EVIDENCE = 4

/** Below this the second voice denies what a rule says, unless the rules are very clear. */
const DENIES = 0.06
const VERY_CLEAR = 6
/** From here on a weak rule is believed, and from there on the second voice alone. */
const SUPPORTS = 0.3
const WEAK = 1.5
const ALONE = 0.6

/** Whether rules and second voice together say an intent. */
export function agree(total: number, probability: number): boolean {
  if (total >= ENOUGH) return probability >= DENIES || total >= VERY_CLEAR
  return probability >= ALONE || (total >= WEAK && probability >= SUPPORTS)
}

export interface Weighed {
  readonly total: number
  readonly hits: readonly Hit[]
}

/**
 * The weight of one intent: the rules that speak for it, each place once and the strongest first, less the rules against it, sentence by
 * sentence.
 */
export function weigh(hits: readonly Hit[], units: Units): Weighed {
  const bySentence = new Map<number, { weight: number; hits: Hit[] }>()
  let everywhere = 0
  const weak = new Set<string>()
  const strongest = [...hits].sort((a, b) => Math.abs(b.pattern.weight) - Math.abs(a.pattern.weight) || a.from - b.from)
  for (const hit of strongest) {
    const { weight } = hit.pattern
    if (hit.pattern.everywhere) {
      everywhere = weight < 0 ? Math.min(everywhere, weight) : everywhere + weight
      continue
    }
    const key = units.sentences[hit.from]!
    let sentence = bySentence.get(key)
    if (!sentence) {
      sentence = { weight: 0, hits: [] }
      bySentence.set(key, sentence)
    }
    // The same weak word said three times is no clearer.
    if (weight > 0 && weight < ENOUGH) {
      if (weak.has(hit.pattern.source)) continue
      weak.add(hit.pattern.source)
    }
    const sameSide = (other: Hit) => Math.sign(other.pattern.weight) === Math.sign(weight)
    if (sentence.hits.some((other) => sameSide(other) && other.from < hit.to && hit.from < other.to)) continue
    sentence.weight += weight
    sentence.hits.push(hit)
  }
  let total = everywhere
  const kept: Hit[] = []
  for (const { weight, hits: own } of bySentence.values()) {
    if (weight <= 0) continue
    total += weight
    kept.push(...own.filter((hit) => hit.pattern.weight > 0))
  }
  return { total, hits: kept }
}

/** The words that showed an intent, the strongest rules first, told in the order of the text. */
export function evidenceOf(hits: readonly Hit[], units: Units): Span[] {
  return [...hits]
    .sort((a, b) => b.pattern.weight - a.pattern.weight)
    .slice(0, MOST_EVIDENCE)
    .map((hit) => ({ start: units.starts[hit.from]!, end: units.ends[hit.to - 1]! }))
    .sort((a, b) => a.start - b.start)
}

export const NOTHING: Weighed = { total: 0, hits: [] }

/** The units that moved the second voice most. */
export function strongest(shares: Float64Array, units: Units): Span[] {
  return [...shares.keys()]
    .filter((i) => shares[i]! > 0)
    .sort((a, b) => shares[b]! - shares[a]!)
    .slice(0, MOST_EVIDENCE)
    .sort((a, b) => a - b)
    .map((i) => ({ start: units.starts[i]!, end: units.ends[i]! }))
}

/** How clear an intent is: rises with the weight of what shows it. */
export function confidenceOf(total: number): number {
  return Math.round(Math.min(0.98, 0.8 + (total - ENOUGH) * 0.05) * 100) / 100
}
