import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { IntentKind } from '@moodlight/core'
import { BUCKETS, eachFeature } from './features.ts'
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
  readonly #sums = new Float64Array(KINDS.length)

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

  /** The probability of each kind, in the order of the kinds; valid until the next call. */
  probabilities(units: Units): Float64Array {
    const sums = this.#sums.fill(0)
    const weights = this.#weights
    let n = 0
    eachFeature(units, (bucket) => {
      n++
      if (this.#used[bucket] === 0) return
      const at = bucket * KINDS.length
      for (let k = 0; k < KINDS.length; k++) sums[k]! += weights[at + k]!
    })
    const norm = 1 / Math.sqrt(Math.max(1, n))
    for (let k = 0; k < KINDS.length; k++)
      sums[k] = 1 / (1 + Math.exp(-(this.#bias[k]! + sums[k]! * this.#step[k]! * norm)))
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
