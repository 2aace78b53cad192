import { type Blend, VOICE, VOICES } from '../../packages/sentiment/src/towards/blend.ts'

/** A judged row as numbers. */
export interface Heard {
  readonly numbers: readonly number[]
  /** 0 negative, 1 neutral, 2 positive. */
  readonly y: number
  readonly weight: number
  /** Its set has no neutral rows: only negative and positive are compared. */
  readonly masked: boolean
}

const STEPS = 250
const RATE = 0.05
/**
 * What the weights are held near: the part and the model of targets speak for the brand, what is said of the others speaks a little the other way. Per
 * pair of voices its place, its weight for the same label, and that for the opposite one.
 */
const PRIOR: readonly (readonly [at: number, own: number, crossed: number])[] = [
  [VOICE.part, 0.6, 0],
  [VOICE.rest, -0.1, 0.1],
  [VOICE.towards, 0.5, 0],
  [VOICE.against, -0.1, 0.1],
]
/** And a comparison speaks for its side. */
const LEAN_PRIOR = 1.5

/** Multinomial logistic regression over a handful of numbers, by Adam over all rows (Kingma & Ba 2015), with weights held small. */
export function fitBlend(rows: readonly Heard[], penalty: number): Blend {
  const w = new Float64Array(2 * VOICES)
  const g = new Float64Array(2 * VOICES)
  const m = new Float64Array(2 * VOICES)
  const v = new Float64Array(2 * VOICES)
  const start = new Float64Array(2 * VOICES)
  for (const [at, own, crossed] of PRIOR) {
    start[at] = own
    start[VOICES + at + 1] = own
    start[at + 1] = crossed
    start[VOICES + at] = crossed
  }
  start[VOICE.lean] = -LEAN_PRIOR
  start[VOICES + VOICE.lean] = LEAN_PRIOR
  w.set(start)
  const total = rows.reduce((sum, row) => sum + row.weight, 0)
  for (let step = 1; step <= STEPS; step++) {
    for (let i = 0; i < g.length; i++) g[i] = penalty * (w[i]! - start[i]!)
    for (const { numbers, y, weight, masked } of rows) {
      let negative = 0
      let positive = 0
      for (let i = 0; i < VOICES; i++) {
        negative += w[i]! * numbers[i]!
        positive += w[VOICES + i]! * numbers[i]!
      }
      const top = Math.max(negative, positive, 0)
      const n = Math.exp(negative - top)
      const p = Math.exp(positive - top)
      const z = n + p + (masked ? 0 : Math.exp(-top))
      const en = ((n / z - (y === 0 ? 1 : 0)) * weight) / total
      const ep = ((p / z - (y === 2 ? 1 : 0)) * weight) / total
      for (let i = 0; i < VOICES; i++) {
        g[i]! += en * numbers[i]!
        g[VOICES + i]! += ep * numbers[i]!
      }
    }
    for (let i = 0; i < w.length; i++) {
      m[i] = 0.9 * m[i]! + 0.1 * g[i]!
      v[i] = 0.999 * v[i]! + 0.001 * g[i]! * g[i]!
      w[i]! -= (RATE * (m[i]! / (1 - 0.9 ** step))) / (Math.sqrt(v[i]! / (1 - 0.999 ** step)) + 1e-8)
    }
  }
  const round = (x: number): number => Math.round(x * 1e4) / 1e4
  return [Array.from(w.subarray(0, VOICES), round), Array.from(w.subarray(VOICES), round)]
}
