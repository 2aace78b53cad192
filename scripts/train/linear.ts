import { random, shuffle } from './data.ts'

/** Feature numbers of many texts, end to end: those of row i lie in [starts[i], starts[i + 1]). */
export interface Table {
  readonly starts: readonly number[]
  readonly data: Uint32Array
}

/** Rows that a feature is taken to have been seen in beside its own, when weights begin with naive Bayes. */
const BAYES_PRIOR = 2

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
  /** Share of the features of a row that are left out each time it is read; none when not given. */
  readonly dropped?: number
  /** How much of a naive Bayes model the weights begin with; nothing when not given. */
  readonly bayes?: number
  readonly seed: number
}

/** Scores of a row before softmax into `out`; returns the scale of its features. */
export function scoresOf(table: Table, row: number, weights: Float32Array, out: Float64Array): number {
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

/** Features of a row without those left out by chance (xorshift32, Marsaglia 2003). */
class Sieve {
  /** Weight numbers of the features that stay: three times the feature. */
  readonly kept = new Uint32Array(1 << 16)
  readonly #bar: number
  #state: number

  constructor(dropped: number, seed: number) {
    this.#bar = (1 - dropped) * 2 ** 32
    this.#state = 12345 + seed
  }

  /** Fills `kept`; gives how many there are. */
  sift(table: Table, row: number): number {
    const data = table.data
    const to = Math.min(table.starts[row + 1]!, table.starts[row]! + this.kept.length)
    let x = this.#state
    let n = 0
    for (let i = table.starts[row]!; i < to; i++) {
      x ^= x << 13
      x ^= x >>> 17
      x ^= x << 5
      if (x >>> 0 < this.#bar) this.kept[n++] = data[i]! * 3
    }
    this.#state = x
    return n
  }
}

/**
 * Log-odds of naive Bayes as first weights (after Wang & Manning 2012): a rare word starts with what its few texts say. Negative against positive is
 * counted over all rows, neutral against the rest only where neutral is known.
 */
function beginWithBayes(weights: Float32Array, table: Table, rows: readonly Row[], strength: number): void {
  const buckets = weights.length / 3
  const [negative, positive, neutral, polar] = Array.from({ length: 4 }, () => new Float32Array(buckets)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  const sums = [0, 0, 0, 0] as [number, number, number, number]
  for (const { row, target, masked, weight } of rows) {
    const [a, b, c] = target.map((share) => share * weight) as [number, number, number]
    for (let i = table.starts[row]!; i < table.starts[row + 1]!; i++) {
      const j = table.data[i]!
      negative[j]! += a
      positive[j]! += c
      sums[0] += a
      sums[1] += c
      if (masked) continue
      neutral[j]! += b
      polar[j]! += a + c
      sums[2] += b
      sums[3] += a + c
    }
  }
  const odds = (x: number, y: number, allX: number, allY: number): number => {
    const share = allX / (allX + allY)
    return Math.log((x + BAYES_PRIOR * share) / (y + BAYES_PRIOR * (1 - share))) - Math.log(allX / allY)
  }
  for (let j = 0; j < buckets; j++) {
    const sign = strength * odds(negative[j]!, positive[j]!, sums[0], sums[1])
    const plain = sums[2] > 0 ? strength * odds(neutral[j]!, polar[j]!, sums[2], sums[3]) : 0
    weights[j * 3] = sign / 2 - plain / 3
    weights[j * 3 + 1] = (2 * plain) / 3
    weights[j * 3 + 2] = -sign / 2 - plain / 3
  }
}

/**
 * Multinomial logistic regression over hashed features by AdaGrad (Duchi et al. 2011), the rate falling to a tenth over the epochs. Each time a row is read
 * a share of its features is left out (Wager et al. 2013: dropout is a penalty on rare features that fits their use): no feature may rely on its neighbours.
 * Returns three weights per bucket.
 */
export function trainLinear(table: Table, rows: readonly Row[], options: Options): Float32Array {
  const size = 3 << options.bits
  const weights = new Float32Array(size)
  if (options.bayes) beginWithBayes(weights, table, rows, options.bayes)
  const squares = new Float32Array(size).fill(1e-3)
  const sets = new Float64Array(3 * (1 + rows.reduce((most, row) => Math.max(most, row.set), 0)))
  const order = [...rows]
  const next = random(options.seed)
  const p = new Float64Array(3)
  const sieve = new Sieve(options.dropped ?? 0, options.seed)
  const kept = sieve.kept
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, next)
    const rate = options.rate * (1 - (0.9 * epoch) / Math.max(1, options.epochs - 1))
    for (const { row, target, masked, set, weight } of order) {
      const n = sieve.sift(table, row)
      const s = 1 / Math.sqrt(n || 1)
      p.fill(0)
      for (let i = 0; i < n; i++) for (let k = 0, j = kept[i]!; k < 3; k++) p[k]! += weights[j + k]!
      for (let k = 0; k < 3; k++) p[k] = p[k]! * s + sets[set * 3 + k]!
      softmax(p, masked)
      for (let k = 0; k < 3; k++) {
        if (masked && k === 1) continue
        const error = (p[k]! - target[k]!) * weight
        sets[set * 3 + k]! -= options.setRate * error
        const g = error * s
        if (g < 1e-4 && g > -1e-4) continue
        const gg = g * g
        for (let i = 0; i < n; i++) {
          const j = kept[i]! + k
          squares[j]! += gg
          weights[j]! -= (rate * g) / Math.sqrt(squares[j]!)
        }
      }
    }
  }
  return weights
}

/** The mean of models that saw the rows in different orders: still one linear model, with less of the chance of an order in it. */
export function trainMean(table: Table, rows: readonly Row[], options: Options, members: number): Float32Array {
  const mean = trainLinear(table, rows, options)
  for (let m = 1; m < members; m++) {
    const next = trainLinear(table, rows, { ...options, seed: options.seed + m })
    for (let i = 0; i < mean.length; i++) mean[i]! += next[i]!
  }
  for (let i = 0; i < mean.length; i++) mean[i]! /= members
  return mean
}
