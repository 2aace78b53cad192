import type { Label } from '@moodlight/core'
import { fromCounts, GIVEN, LABELS, UNSCORED } from '../evaluate/figures.ts'

/** A row of a sheet with what people said of it. */
export interface SheetJudgement {
  readonly stratum: number
  readonly given: Label | 'unscored'
  readonly probability: number
  /** Indexes in LABELS, at least one. */
  readonly said: readonly number[]
  readonly language: string
  readonly source: string
}

export interface Weighed {
  /** In the order of MEASURES. */
  readonly figures: readonly number[]
  /** Share of each true label, in the order of LABELS. */
  readonly truth: readonly number[]
}

const BINS = 15

/** Figures in which each row stands for its part of its stratum (Horvitz and Thompson 1952): size over rows labelled there. */
export function weighed(rows: readonly SheetJudgement[], sizes: readonly number[]): Weighed {
  const labelled = new Map<number, number>()
  for (const { stratum } of rows) labelled.set(stratum, (labelled.get(stratum) ?? 0) + 1)
  const counts = new Float64Array(3 * GIVEN)
  const bins = Array.from({ length: BINS }, () => [0, 0, 0])
  const truth = [0, 0, 0]
  let total = 0
  for (const { stratum, given, probability, said } of rows) {
    const weight = sizes[stratum]! / labelled.get(stratum)!
    const g = given === 'unscored' ? UNSCORED : LABELS.indexOf(given)
    total += weight
    for (const y of said) {
      const part = weight / said.length
      counts[y * GIVEN + g]! += part
      truth[y]! += part
      if (g === UNSCORED) continue
      const bin = bins[Math.min(BINS - 1, Math.floor(probability * BINS))]!
      bin[0]! += part
      bin[1]! += part * probability
      if (g === y) bin[2]! += part
    }
  }
  return { figures: fromCounts(counts, bins), truth: truth.map((x) => x / total) }
}
