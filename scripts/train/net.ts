import { DENSE, DENSE_SIZE, DEPTH, NET_TOKENS, PATTERNS } from '../../packages/sentiment/src/model/net.ts'
import { random, shuffle } from './data.ts'
import { type Row, softmax } from './linear.ts'
import type { TokenTable } from './token-table.ts'

export interface NetOptions {
  readonly bits: number
  readonly epochs: number
  /** Share of the features of a token that are left out each time it is read. */
  readonly dropped: number
  readonly seed: number
}

/** Rates of the table and of the dense part, both falling to a tenth, and the share of patterns that do not speak for a row. */
const RATE = 0.1
const DENSE_RATE = 0.02
const SILENT = 0.3
/** What the table and the dense weights begin with, at most. */
const BEGIN = { table: 0.1, patterns: 0.25, voices: 0.1 }
const SQUARES = { table: 1e-3, dense: 0.1 }
/** Features of one row that are read at most. */
const MOST_FEATURES = 1 << 16
const VOICES = PATTERNS + DEPTH

/** Weights with the sums of their squared slopes (AdaGrad, Duchi et al. 2011). */
class Weights {
  readonly values: Float32Array
  readonly squares: Float32Array

  constructor(size: number, squares: number, begin: () => number) {
    this.values = Float32Array.from({ length: size }, begin)
    this.squares = new Float32Array(size).fill(squares)
  }

  move(at: number, slope: number, rate: number): void {
    const squares = this.squares[at]! + slope * slope
    this.squares[at] = squares
    this.values[at]! -= (rate * slope) / Math.sqrt(squares)
  }
}

/** The network of packages/sentiment/src/model/net.ts while it learns. */
class Learner {
  readonly table: Weights
  readonly patterns: Weights
  readonly bias = new Weights(PATTERNS, SQUARES.dense, () => 0)
  readonly voices: Weights
  readonly last = new Weights(3, SQUARES.dense, () => 0)
  readonly scores = new Float64Array(3)
  readonly #rows: TokenTable
  readonly #bar: number
  #state: number
  readonly #kept = new Uint32Array(MOST_FEATURES)
  readonly #from = new Uint32Array(NET_TOKENS + 1)
  readonly #tokens = new Float32Array(NET_TOKENS * DEPTH)
  readonly #slopes = new Float32Array(NET_TOKENS * DEPTH)
  readonly #said = new Float32Array(VOICES)
  readonly #heard = new Uint8Array(VOICES)
  readonly #places = new Int32Array(PATTERNS)
  #size = 0

  constructor(rows: TokenTable, options: NetOptions) {
    const next = random(options.seed)
    const upTo = (most: number) => () => (next() * 2 - 1) * most
    this.#rows = rows
    this.#bar = (1 - options.dropped) * 2 ** 32
    this.#state = 12345 + options.seed
    this.table = new Weights(DEPTH << options.bits, SQUARES.table, upTo(BEGIN.table))
    this.patterns = new Weights(DENSE.patterns, SQUARES.dense, upTo(BEGIN.patterns))
    this.voices = new Weights(VOICES * 3, SQUARES.dense, upTo(BEGIN.voices))
  }

  /** Xorshift32 (Marsaglia 2003). */
  #chance(): number {
    let x = this.#state
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.#state = x
    return x >>> 0
  }

  /** Reads a row as far as `scores`. */
  read(row: number): void {
    this.#embed(row)
    const said = this.#said
    said.fill(0)
    const mean = 1 / Math.sqrt(this.#size || 1)
    for (let t = 0; t < this.#size; t++)
      for (let d = 0; d < DEPTH; d++) said[PATTERNS + d]! += this.#tokens[t * DEPTH + d]! * mean
    this.#look()
    for (let v = 0; v < VOICES; v++) {
      this.#heard[v] = this.#chance() < SILENT * 2 ** 32 ? 0 : 1
      said[v] = this.#heard[v] ? said[v]! / (1 - SILENT) : 0
    }
    for (let k = 0; k < 3; k++) {
      let sum = this.last.values[k]!
      for (let v = 0; v < VOICES; v++) sum += this.voices.values[v * 3 + k]! * said[v]!
      this.scores[k] = sum
    }
  }

  /** The vectors of the tokens, without the features that are left out. */
  #embed(row: number): void {
    const { data, tokens, starts } = this.#rows
    const table = this.table.values
    const first = starts[row]!
    this.#size = starts[row + 1]! - first
    this.#tokens.fill(0, 0, this.#size * DEPTH)
    let n = 0
    for (let t = 0; t < this.#size; t++) {
      this.#from[t] = n
      const to = t * DEPTH
      for (let i = tokens[first + t]!; i < tokens[first + t + 1]! && n < MOST_FEATURES; i++) {
        if (this.#chance() >= this.#bar) continue
        const from = data[i]! * DEPTH
        this.#kept[n++] = from
        for (let d = 0; d < DEPTH; d++) this.#tokens[to + d]! += table[from + d]!
      }
      const scale = 1 / Math.sqrt(n - this.#from[t]! || 1)
      for (let d = 0; d < DEPTH; d++) this.#tokens[to + d]! *= scale
    }
    this.#from[this.#size] = n
  }

  /** The strongest place of each pattern. A token is multiplied once for all three places that it may stand at. */
  #look(): void {
    const weights = this.patterns.values
    for (let h = 0; h < PATTERNS; h++) {
      const wa = h * DEPTH
      const wb = wa + PATTERNS * DEPTH
      const wc = wb + PATTERNS * DEPTH
      let most = 0
      this.#places[h] = -1
      // What the token before gave as the first of three, and what the last two gave as first and middle together.
      let first = 0
      let open = this.bias.values[h]!
      for (let t = 0; t <= this.#size; t++) {
        let [a, b, c] = [0, 0, 0]
        const end = t < this.#size ? (t + 1) * DEPTH : 0
        for (let d = t * DEPTH, w = 0; d < end; d++, w++) {
          const x = this.#tokens[d]!
          a += weights[wa + w]! * x
          b += weights[wb + w]! * x
          c += weights[wc + w]! * x
        }
        if (t > 0 && open + c > most) {
          most = open + c
          this.#places[h] = t - 1
        }
        open = this.bias.values[h]! + first + b
        first = a
      }
      this.#said[h] = most
    }
  }

  /** Learns from the errors of the three scores of the row read last. `share` is what is left of the rates. */
  learn(errors: Float64Array, share: number): void {
    const rate = DENSE_RATE * share
    const back = new Float64Array(VOICES)
    for (let v = 0; v < VOICES; v++) {
      if (!this.#heard[v]) continue
      for (let k = 0; k < 3; k++) {
        back[v]! += errors[k]! * this.voices.values[v * 3 + k]!
        this.voices.move(v * 3 + k, errors[k]! * this.#said[v]!, rate)
      }
      back[v]! /= 1 - SILENT
    }
    for (let k = 0; k < 3; k++) this.last.move(k, errors[k]!, rate)
    const slopes = this.#slopes
    const mean = 1 / Math.sqrt(this.#size || 1)
    for (let t = 0; t < this.#size; t++)
      for (let d = 0; d < DEPTH; d++) slopes[t * DEPTH + d] = back[PATTERNS + d]! * mean
    for (let h = 0; h < PATTERNS; h++) {
      if (back[h] === 0 || this.#places[h]! < 0) continue
      this.bias.move(h, back[h]!, rate)
      for (let g = 0; g < 3; g++)
        this.#learnPattern((g * PATTERNS + h) * DEPTH, this.#places[h]! + g - 1, back[h]!, rate)
    }
    this.#learnTable(RATE * share)
  }

  #learnPattern(at: number, token: number, slope: number, rate: number): void {
    if (token < 0 || token >= this.#size) return
    for (let d = 0; d < DEPTH; d++) {
      this.#slopes[token * DEPTH + d]! += slope * this.patterns.values[at + d]!
      this.patterns.move(at + d, slope * this.#tokens[token * DEPTH + d]!, rate)
    }
  }

  #learnTable(rate: number): void {
    const { values, squares } = this.table
    for (let t = 0; t < this.#size; t++) {
      const scale = 1 / Math.sqrt(this.#from[t + 1]! - this.#from[t]! || 1)
      for (let d = 0; d < DEPTH; d++) this.#slopes[t * DEPTH + d]! *= scale
      for (let i = this.#from[t]!; i < this.#from[t + 1]!; i++) {
        const row = this.#kept[i]!
        for (let d = 0; d < DEPTH; d++) {
          const slope = this.#slopes[t * DEPTH + d]!
          const sum = squares[row + d]! + slope * slope
          squares[row + d] = sum
          values[row + d]! -= (rate * slope) / Math.sqrt(sum)
        }
      }
    }
  }
}

/** Trains the network: its table (DEPTH numbers a row) and its dense part, in the order of `DENSE`. The same rows and seed give the same numbers. */
export function trainNet(table: TokenTable, rows: readonly Row[], options: NetOptions) {
  const learner = new Learner(table, options)
  const next = random(options.seed)
  const order = [...rows]
  const p = learner.scores
  const errors = new Float64Array(3)
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, next)
    const share = 1 - (0.9 * epoch) / Math.max(1, options.epochs - 1)
    for (const { row, target, masked, weight } of order) {
      learner.read(row)
      softmax(p, masked)
      for (let k = 0; k < 3; k++) errors[k] = masked && k === 1 ? 0 : (p[k]! - target[k]!) * weight
      learner.learn(errors, share)
    }
  }
  return { table: learner.table.values, dense: denseOf(learner) }
}

/** Neutral is nought: what speaks for it is taken from the two others. */
function denseOf({ patterns, bias, voices, last }: Learner): Float32Array {
  const dense = new Float32Array(DENSE_SIZE)
  dense.set(patterns.values)
  dense.set(bias.values, DENSE.patterns)
  const pairs = [...voices.values, ...last.values]
  for (let v = 0; v <= VOICES; v++) {
    const at = DENSE.patterns + DENSE.bias + v * 2
    dense[at] = pairs[v * 3]! - pairs[v * 3 + 1]!
    dense[at + 1] = pairs[v * 3 + 2]! - pairs[v * 3 + 1]!
  }
  return dense
}
