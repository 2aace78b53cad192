import type { Label } from '@moodlight/core'
import { hash32 } from '../evaluate/random.ts'

/** What of a stored mention is needed to draw it and to judge its label later. */
export interface Candidate {
  /** Id of the mention. */
  readonly id: string
  readonly text: string
  readonly label: Label | 'unscored'
  readonly language: string
  readonly source: string
  /** Of the label; null when there is none. */
  readonly probability: number | null
}

/** All mentions of one predicted label, language and source. */
export interface Stratum {
  readonly label: Label | 'unscored'
  readonly language: string
  readonly source: string
  /** Mentions there are. */
  readonly size: number
  readonly drawn: readonly Candidate[]
}

/** From a stratum that is drawn from at all, this many at least: one row has no spread. */
const LEAST = 2

/**
 * Draws `n` mentions, stratified by predicted label × language × source: from each stratum by the root of its size, so that rare
 * ones are seen and common ones do not swallow the sheet. The same seed draws the same rows. Memory: at most n per stratum.
 */
export class Draw {
  readonly #n: number
  readonly #seed: number
  readonly #strata = new Map<string, { size: number; kept: { rank: number; candidate: Candidate }[] }>()

  constructor(n: number, seed: number) {
    this.#n = n
    this.#seed = seed
  }

  add(candidate: Candidate): void {
    const key = [candidate.label, candidate.language, candidate.source].join('\u0000')
    let stratum = this.#strata.get(key)
    if (!stratum) {
      stratum = { size: 0, kept: [] }
      this.#strata.set(key, stratum)
    }
    stratum.size++
    stratum.kept.push({ rank: hash32(candidate.id, this.#seed), candidate })
    // Now and then, so that each mention costs little.
    if (stratum.kept.length >= 2 * this.#n + 16) this.#prune(stratum.kept)
  }

  #prune(kept: { rank: number; candidate: Candidate }[]): void {
    kept.sort((a, b) => a.rank - b.rank || (a.candidate.id < b.candidate.id ? -1 : 1))
    kept.length = Math.min(kept.length, this.#n)
  }

  /** By size, largest first; strata for which no row is left have nothing drawn. */
  strata(): Stratum[] {
    const list = [...this.#strata].sort(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1))
    const shares = allocate(
      list.map(([, { size }]) => size),
      this.#n,
    )
    return list.map(([, { size, kept }], i) => {
      this.#prune(kept)
      const { label, language, source } = kept[0]!.candidate
      return { label, language, source, size, drawn: kept.slice(0, shares[i]).map((one) => one.candidate) }
    })
  }
}

/** How many rows each stratum gives: `sizes` falling. Sums to n, or to all there is. */
export function allocate(sizes: readonly number[], n: number): number[] {
  const given = sizes.map(() => 0)
  let left = Math.min(
    n,
    sizes.reduce((a, b) => a + b, 0),
  )
  for (let i = 0; i < sizes.length && left > 0; i++) {
    given[i] = Math.min(LEAST, sizes[i]!, left)
    left -= given[i]!
  }
  // One row after the other to the stratum that has least for the root of its size (a divisor method).
  while (left > 0) {
    let best = -1
    for (let i = 0; i < sizes.length; i++) {
      if (given[i]! >= sizes[i]! || given[i] === 0) continue
      if (best < 0 || Math.sqrt(sizes[i]!) * given[best]! > Math.sqrt(sizes[best]!) * given[i]!) best = i
    }
    if (best < 0) break
    given[best]!++
    left--
  }
  return given
}
