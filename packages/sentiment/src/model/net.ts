import { gunzipSync } from 'node:zlib'
import { type NetCard, readNet } from './card.ts'
import { characterFeatures, MOST_WORD_FEATURES } from './word-features.ts'

/** Numbers that a token is turned into, and patterns that are looked for. */
export const DEPTH = 32
export const PATTERNS = 32
/** What a token gives to each pattern as the first, the middle and the last of three tokens, and to the mean of the text. */
const LAST = 2 * PATTERNS
const GIVEN = 3 * PATTERNS
const MEAN = GIVEN
const ROOM = GIVEN + 2
/** Tokens read; what stands behind them is left to the linear model. */
export const NET_TOKENS = 400
/** Words and marks whose gifts are remembered: a table with one place per hash, so that hostile texts only overwrite it. */
const REMEMBERED = 1 << 15

/** What a byte of the table stands for, in steps: its square with its sign (see scripts/train/quantise.ts). */
const VALUES = Int32Array.from({ length: 256 }, (_, i) => Math.sign(i - 128) * (i - 128) ** 2)

/** Numbers of the dense part, in this order. */
export const DENSE = {
  patterns: 3 * PATTERNS * DEPTH,
  bias: PATTERNS,
  loud: 2 * PATTERNS,
  mean: 2 * DEPTH,
  last: 2,
} as const
export const DENSE_SIZE = DENSE.patterns + DENSE.bias + DENSE.loud + DENSE.mean + DENSE.last

/**
 * A small convolutional network beside the linear model (after Kim 2014, with words made of their letters after Bojanowski et al. 2017): each token is the
 * sum of 32 numbers per feature, 32 patterns are looked for in every three tokens, and the strongest place of each pattern speaks, beside the mean of all
 * tokens. What a word gives to every pattern is worked out once, so that a token costs a hundred additions.
 */
export class Net {
  /** Log-odds of negative and positive against neutral, of the last text. */
  readonly logits = new Float64Array(2)
  readonly #embeddings: Int8Array
  readonly #dense: Float32Array
  readonly #mask: number
  readonly #step: number
  readonly #keys = new Int32Array(REMEMBERED)
  readonly #filled = new Uint16Array(REMEMBERED)
  readonly #gifts = new Float32Array(REMEMBERED * ROOM)
  readonly #scratch = new Uint32Array(MOST_WORD_FEATURES)
  readonly #vector = new Float64Array(DEPTH)
  readonly #tokens = new Float32Array((NET_TOKENS + 2) * ROOM)
  readonly #counts = new Uint16Array(NET_TOKENS)
  readonly #loudest = new Float64Array(PATTERNS)
  readonly #places = new Int32Array(PATTERNS)

  constructor(card: NetCard, embeddings: Int8Array, dense: Float32Array) {
    this.#embeddings = embeddings
    this.#dense = dense
    this.#mask = (1 << card.bits) - 1
    this.#step = card.step
  }

  static load(language: string, card: NetCard): Net {
    const bytes = gunzipSync(readNet(language))
    const rest = DENSE_SIZE * 4
    const dense = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + rest))
    return new Net(card, new Int8Array(bytes.subarray(rest)), dense)
  }

  /** Begins a text of so many tokens. */
  begin(tokens: number): void {
    const read = Math.min(tokens, NET_TOKENS)
    // A token may be without features, and the place behind the last one is read.
    this.#tokens.fill(0, ROOM, (read + 2) * ROOM)
    this.#counts.fill(0, 0, read)
  }

  /** A word at a place, with its letters. */
  word(unit: string, hash: number, place: number): void {
    if (place >= NET_TOKENS) return
    const slot = hash & (REMEMBERED - 1)
    if (this.#filled[slot] === 0 || this.#keys[slot] !== (hash | 0)) {
      const count = characterFeatures(unit, this.#scratch)
      this.#vector.fill(0)
      this.#addRow(hash)
      for (let i = 0; i < count; i++) this.#addRow(this.#scratch[i]!)
      this.#remember(slot, hash, count + 1)
    }
    this.#give(slot, place)
  }

  /** Any other feature of one token. */
  feature(hash: number, place: number): void {
    if (place >= NET_TOKENS) return
    const slot = hash & (REMEMBERED - 1)
    if (this.#filled[slot] === 0 || this.#keys[slot] !== (hash | 0)) {
      this.#vector.fill(0)
      this.#addRow(hash)
      this.#remember(slot, hash, 1)
    }
    this.#give(slot, place)
  }

  /** Ends a text: fills `logits`, and adds `share` of what each token says to `weights`. */
  end(tokens: number, share: number, weights: Float64Array): void {
    const read = Math.min(tokens, NET_TOKENS)
    const own = this.#tokens
    const dense = this.#dense
    const meanScale = 1 / Math.sqrt(read || 1)
    let at = DENSE_SIZE - DENSE.last
    let negative = dense[at]!
    let positive = dense[at + 1]!
    for (let t = 0; t < read; t++) {
      const from = (t + 1) * ROOM
      const scale = 1 / Math.sqrt(this.#counts[t]! || 1)
      for (let i = from; i < from + ROOM; i++) own[i]! *= scale
      const down = own[from + MEAN]! * meanScale
      const up = own[from + MEAN + 1]! * meanScale
      negative += down
      positive += up
      weights[t]! += share * (up - down)
    }
    this.#look(read)
    at = DENSE.patterns + DENSE.bias
    for (let h = 0; h < PATTERNS; h++) {
      const loud = this.#loudest[h]!
      if (loud <= 0) continue
      const down = dense[at + h * 2]!
      const up = dense[at + h * 2 + 1]!
      negative += down * loud
      positive += up * loud
      const t = this.#places[h]!
      const worth = share * (up - down)
      if (t > 0) weights[t - 1]! += worth * own[t * ROOM + h]!
      weights[t]! += worth * own[(t + 1) * ROOM + PATTERNS + h]!
      if (t + 1 < read) weights[t + 1]! += worth * own[(t + 2) * ROOM + LAST + h]!
    }
    this.logits[0] = negative
    this.logits[1] = positive
  }

  /** The strongest place of each pattern, and how strong. */
  #look(read: number): void {
    const own = this.#tokens
    const dense = this.#dense
    const loudest = this.#loudest
    const places = this.#places
    loudest.fill(0)
    for (let t = 0; t < read; t++) {
      // Before the first and behind the last token lie noughts.
      const middle = (t + 1) * ROOM + PATTERNS
      const first = middle - ROOM - PATTERNS
      const last = middle + ROOM + LAST - PATTERNS
      for (let h = 0; h < PATTERNS; h++) {
        const sum = dense[DENSE.patterns + h]! + own[middle + h]! + own[first + h]! + own[last + h]!
        if (sum > loudest[h]!) {
          loudest[h] = sum
          places[h] = t
        }
      }
    }
  }

  #addRow(hash: number): void {
    const embeddings = this.#embeddings
    const vector = this.#vector
    const from = (hash & this.#mask) * DEPTH
    for (let d = 0; d < DEPTH; d++) vector[d]! += VALUES[embeddings[from + d]! + 128]!
  }

  /** Works out what the vector gives to every pattern and to the mean. */
  #remember(slot: number, hash: number, count: number): void {
    this.#keys[slot] = hash | 0
    this.#filled[slot] = count
    const dense = this.#dense
    const vector = this.#vector
    const gifts = this.#gifts
    const step = this.#step
    const to = slot * ROOM
    // Four sums side by side: one alone waits for itself at each addition.
    for (let k = 0, at = 0; k < GIVEN; k += 4, at += 4 * DEPTH) {
      let [a, b, c, e] = [0, 0, 0, 0]
      for (let d = 0; d < DEPTH; d++) {
        const x = vector[d]!
        a += dense[at + d]! * x
        b += dense[at + DEPTH + d]! * x
        c += dense[at + 2 * DEPTH + d]! * x
        e += dense[at + 3 * DEPTH + d]! * x
      }
      gifts[to + k] = a * step
      gifts[to + k + 1] = b * step
      gifts[to + k + 2] = c * step
      gifts[to + k + 3] = e * step
    }
    const mean = DENSE.patterns + DENSE.bias + DENSE.loud
    let down = 0
    let up = 0
    for (let d = 0; d < DEPTH; d++) {
      down += dense[mean + d * 2]! * vector[d]!
      up += dense[mean + d * 2 + 1]! * vector[d]!
    }
    gifts[to + MEAN] = down * step
    gifts[to + MEAN + 1] = up * step
  }

  #give(slot: number, place: number): void {
    const gifts = this.#gifts
    const tokens = this.#tokens
    const from = slot * ROOM
    const to = (place + 1) * ROOM
    for (let k = 0; k < ROOM; k++) tokens[to + k]! += gifts[from + k]!
    this.#counts[place]! += this.#filled[slot]!
  }
}
