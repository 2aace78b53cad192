import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { IntentKind } from '@moodlight/core'
import { BUCKETS, eachFeature, eachOfWord, featuresAt, MOST_TOGETHER } from './features.ts'
import type { Known } from './lexicon.ts'
import type { Units } from './units.ts'

const MODELS = new URL('../models/', import.meta.url)
const KINDS = IntentKind.options
/** Ahead of the weights: for each kind its bias and the step of its weights, as 32-bit floats. */
const HEAD_BYTES = KINDS.length * 8

/** The bytes of a model, packed. @throws when the language has none */
export function modelBytes(language: string): Buffer {
  return readFileSync(new URL(`${language}.bin.gz`, MODELS))
}

/** Logistic models, one a kind, over hashed features: what rules alone cannot weigh. Trained by scripts/train/intent.ts. */
export class SecondVoice {
  readonly #bias = new Float64Array(KINDS.length)
  readonly #step = new Float64Array(KINDS.length)
  /** Weights of all kinds side by side per bucket. */
  readonly #weights: Int8Array
  /** 1 for buckets with any weight: most features of a text have none. */
  readonly #used = new Uint8Array(BUCKETS)
  /** Sums of whole weights: exact in any order. */
  readonly #sums = new Int32Array(KINDS.length)
  readonly #probabilities = new Float64Array(KINDS.length)
  readonly #together = new Int32Array(MOST_TOGETHER)

  constructor(packed: Buffer) {
    const bytes = gunzipSync(packed)
    if (bytes.length !== HEAD_BYTES + KINDS.length * BUCKETS) throw new Error('not a model of intents')
    for (let k = 0; k < KINDS.length; k++) {
      this.#bias[k] = bytes.readFloatLE(k * 8)
      this.#step[k] = bytes.readFloatLE(k * 8 + 4)
    }
    this.#weights = new Int8Array(bytes.buffer, bytes.byteOffset + HEAD_BYTES, KINDS.length * BUCKETS)
    for (let i = 0; i < this.#weights.length; i++)
      if (this.#weights[i] !== 0) this.#used[Math.floor(i / KINDS.length)] = 1
  }

  /** The probability of each kind, in the order of the kinds; valid until the next call. `words` are what is known of the units. */
  probabilities({ keys }: Units, words: readonly Known[]): Float64Array {
    const sums = this.#sums.fill(0)
    let n = 0
    for (let i = -1; i < keys.length; i++) {
      if (i >= 0) {
        const word = words[i]!
        const own = word.sums ?? this.#ofWord(keys[i]!, word)
        for (let k = 0; k < own.length; k++) sums[k]! += own[k]!
        n += word.features
      }
      const together = featuresAt(keys, i, this.#together)
      for (let f = 0; f < together; f++) this.#add(this.#together[f]!, sums)
      n += together
    }
    const norm = 1 / Math.sqrt(Math.max(1, n))
    const probabilities = this.#probabilities
    for (let k = 0; k < KINDS.length; k++)
      probabilities[k] = 1 / (1 + Math.exp(-(this.#bias[k]! + sums[k]! * this.#step[k]! * norm)))
    return probabilities
  }

  #add(bucket: number, sums: Int32Array): void {
    if (this.#used[bucket] === 0) return
    const weights = this.#weights
    const at = bucket * sums.length
    for (let k = 0; k < sums.length; k++) sums[k]! += weights[at + k]!
  }

  #ofWord(key: string, word: Known): Int32Array {
    const sums = new Int32Array(KINDS.length)
    eachOfWord(key, (bucket) => {
      word.features++
      this.#add(bucket, sums)
    })
    word.sums = sums
    return sums
  }

  /** What each unit adds for one kind. */
  shares(units: Units, kind: IntentKind): Float64Array {
    const k = KINDS.indexOf(kind)
    const shares = new Float64Array(units.keys.length)
    eachFeature(units, (bucket, from, to) => {
      const weight = this.#weights[bucket * KINDS.length + k]! / (to - from)
      for (let i = from; i < to; i++) shares[i]! += weight
    })
    return shares
  }
}

/** Packs trained weights; the counterpart of the constructor. `weights[kind][bucket]`. */
export function packModel(bias: readonly number[], weights: readonly Float64Array[]): Buffer {
  const bytes = Buffer.alloc(HEAD_BYTES + KINDS.length * BUCKETS)
  for (let k = 0; k < KINDS.length; k++) {
    const most = weights[k]!.reduce((max, w) => Math.max(max, Math.abs(w)), 1e-9)
    bytes.writeFloatLE(bias[k]!, k * 8)
    bytes.writeFloatLE(most / 127, k * 8 + 4)
    for (let j = 0; j < BUCKETS; j++)
      bytes.writeInt8(Math.round((weights[k]![j]! / most) * 127), HEAD_BYTES + j * KINDS.length + k)
  }
  return bytes
}
