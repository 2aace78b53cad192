import { describe, expect, test } from 'vitest'
import type { LabelError } from './label-error.ts'
import { estimateNet } from './net.ts'

/** mulberry32: a small seeded generator, so that every run sees the same simulations. */
function seeded(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

function draw(shares: readonly number[], random: () => number): number {
  let x = random()
  for (let i = 0; i < shares.length - 1; i++) {
    x -= shares[i]!
    if (x < 0) return i
  }
  return shares.length - 1
}

type Rows = readonly (readonly number[])[]

/** A model measured on `perLabel` texts of each true label, then used on `n` texts of other shares. */
function simulate(truth: readonly number[], model: Rows, perLabel: number, n: number, random: () => number) {
  const confusion = model.map((row) => {
    const counts = [0, 0, 0]
    for (let i = 0; i < perLabel; i++) counts[draw(row, random)]!++
    return counts
  })
  const labels = [0, 0, 0]
  for (let i = 0; i < n; i++) labels[draw(model[draw(truth, random)]!, random)]!++
  const [negative, neutral, positive] = labels as [number, number, number]
  const error = { kind: 'measured', confusion } as unknown as LabelError
  return { votes: [{ language: 'eng', votes: { negative, neutral, positive, unscored: 0 } }], error }
}

const FAIR: Rows = [
  [0.8, 0.15, 0.05],
  [0.1, 0.8, 0.1],
  [0.05, 0.15, 0.8],
]
/** Reads neutral texts as negative, as a plain linear model did on Dutch headlines (FACTS.md, part 3). */
const GLOOMY: Rows = [
  [0.85, 0.1, 0.05],
  [0.4, 0.5, 0.1],
  [0.15, 0.2, 0.65],
]
const CASES: readonly [name: string, truth: readonly number[], model: Rows, perLabel: number, n: number][] = [
  ['a day of a bank, fair model', [0.25, 0.6, 0.15], FAIR, 200, 300],
  ['a day of a bank, gloomy model', [0.25, 0.6, 0.15], GLOOMY, 200, 300],
  ['a neutral set, gloomy model, much data', [0.1, 0.8, 0.1], GLOOMY, 300, 3000],
  ['praise only, small test set', [0.02, 0.18, 0.8], GLOOMY, 50, 100],
  ['a crisis', [0.8, 0.15, 0.05], GLOOMY, 100, 500],
  ['few votes', [0.3, 0.4, 0.3], FAIR, 100, 25],
]

describe('the corrected interval covers the truth', () => {
  test.each(CASES)('%s: in at least 90 of 100 simulations', (_name, truth, model, perLabel, n) => {
    const random = seeded(20_260_520)
    const net = truth[2]! - truth[0]!
    let covered = 0
    const RUNS = 500
    for (let run = 0; run < RUNS; run++) {
      const { votes, error } = simulate(truth, model, perLabel, n, random)
      const made = estimateNet(votes, () => error)!
      if (made.low <= net && net <= made.high) covered++
    }
    expect(covered / RUNS).toBeGreaterThanOrEqual(0.9)
  })

  test('without the correction it would not', () => {
    const random = seeded(1)
    const truth = [0.1, 0.8, 0.1]
    let covered = 0
    for (let run = 0; run < 200; run++) {
      const { votes } = simulate(truth, GLOOMY, 300, 3000, random)
      const made = estimateNet(votes, () => ({ kind: 'stated', margin: 0 }))!
      if (made.low <= 0 && 0 <= made.high) covered++
    }
    expect(covered).toBe(0)
  })
})
