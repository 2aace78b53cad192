import { random, shuffle } from './data.ts'
import type { FeatureTable } from './feature-table.ts'

/** One labelled row. */
export interface Row {
  readonly row: number
  /** Shares of negative, neutral and positive: a gold label is one and two noughts. */
  readonly target: readonly [number, number, number]
  /** Its set has no neutral class: only negative and positive are compared, so that it does not teach that neutral does not exist. */
  readonly masked: boolean
  readonly set: number
  readonly weight: number
}

export interface Options {
  readonly bits: number
  readonly epochs: number
  readonly rate: number
  /** Rate of the intercepts per set: they take up how common each label is in a set, so that words do not have to. 0 for none. */
  readonly setRate: number
  readonly seed: number
}

/** Scores of a row before softmax into `out`; returns the scale of its features. */
export function scoresOf(table: FeatureTable, row: number, weights: Float32Array, out: Float64Array): number {
  const from = table.starts[row]!
  const to = table.starts[row + 1]!
  const data = table.data
  let a = 0
  let b = 0
  let c = 0
  for (let i = from; i < to; i++) {
    const j = data[i]! * 3
    a += weights[j]!
    b += weights[j + 1]!
    c += weights[j + 2]!
  }
  const s = 1 / Math.sqrt(to - from || 1)
  out[0] = a * s
  out[1] = b * s
  out[2] = c * s
  return s
}

export function softmax(out: Float64Array, masked: boolean): void {
  if (masked) out[1] = -1e9
  const top = Math.max(out[0]!, out[1]!, out[2]!)
  let z = 0
  for (let k = 0; k < 3; k++) {
    out[k] = Math.exp(out[k]! - top)
    z += out[k]!
  }
  for (let k = 0; k < 3; k++) out[k]! /= z
}

/**
 * Multinomial logistic regression over hashed features by AdaGrad (Duchi et al. 2011), the rate falling to a tenth over the epochs.
 * Returns three weights per bucket.
 */
export function trainLinear(table: FeatureTable, rows: readonly Row[], options: Options): Float32Array {
  const size = 3 << options.bits
  const weights = new Float32Array(size)
  const squares = new Float32Array(size).fill(1e-3)
  const sets = new Float64Array(3 * (1 + rows.reduce((most, row) => Math.max(most, row.set), 0)))
  const order = [...rows]
  const next = random(options.seed)
  const p = new Float64Array(3)
  const data = table.data
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, next)
    const rate = options.rate * (1 - (0.9 * epoch) / Math.max(1, options.epochs - 1))
    for (const { row, target, masked, set, weight } of order) {
      const s = scoresOf(table, row, weights, p)
      for (let k = 0; k < 3; k++) p[k]! += sets[set * 3 + k]!
      softmax(p, masked)
      const from = table.starts[row]!
      const to = table.starts[row + 1]!
      for (let k = 0; k < 3; k++) {
        if (masked && k === 1) continue
        const error = (p[k]! - target[k]!) * weight
        sets[set * 3 + k]! -= options.setRate * error
        const g = error * s
        if (g < 1e-4 && g > -1e-4) continue
        const gg = g * g
        for (let i = from; i < to; i++) {
          const j = data[i]! * 3 + k
          squares[j]! += gg
          weights[j]! -= (rate * g) / Math.sqrt(squares[j]!)
        }
      }
    }
  }
  return weights
}

/** The mean of models that saw the rows in different orders: still one linear model, with less of the chance of an order in it. */
export function trainMean(table: FeatureTable, rows: readonly Row[], options: Options, members: number): Float32Array {
  const mean = trainLinear(table, rows, options)
  for (let m = 1; m < members; m++) {
    const next = trainLinear(table, rows, { ...options, seed: options.seed + m })
    for (let i = 0; i < mean.length; i++) mean[i]! += next[i]!
  }
  for (let i = 0; i < mean.length; i++) mean[i]! /= members
  return mean
}
