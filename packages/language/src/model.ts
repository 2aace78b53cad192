import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { wordFeatures } from './features.ts'
import { prior } from './prior.ts'
import type { Script } from './script.ts'

interface Header {
  readonly format: 1
  readonly script: Script
  readonly bits: number
  readonly scale: number
  readonly languages: readonly string[]
}

/** Words remembered per model. Speech repeats itself: most words of a stream are found here, and their sums need no new look-up. */
const REMEMBERED = 32_768
/** A longer "word" is not language, and is not remembered. */
const LONGEST_REMEMBERED = 40

/** A hashed linear model over the languages that share one script, see scripts/train/language.ts. */
export class ScriptModel {
  readonly languages: readonly string[]
  readonly #weights: Int8Array
  readonly #mask: number
  readonly #scale: number
  readonly #features = new Uint32Array(512)
  readonly #sums: Int32Array
  readonly #priors: readonly number[]
  readonly #memory = new Map<string, number>()
  readonly #remembered: Int32Array
  #count = 0

  constructor(header: Header, weights: Int8Array) {
    this.languages = header.languages
    this.#weights = weights
    this.#mask = (1 << header.bits) - 1
    this.#scale = header.scale
    this.#sums = new Int32Array(header.languages.length)
    this.#priors = header.languages.map((language) => prior(language))
    // One number more than languages: the count of features of the word. One slot more: words too long to be remembered.
    this.#remembered = new Int32Array((REMEMBERED + 1) * (header.languages.length + 1))
  }

  static load(script: Script): ScriptModel {
    return ScriptModel.parse(readFileSync(new URL(`../models/${script}.bin.gz`, import.meta.url)))
  }

  /** Reads a packed model: a line of JSON, then the weights. */
  static parse(packed: Buffer): ScriptModel {
    const bytes = gunzipSync(packed)
    const end = bytes.indexOf(10)
    const header = JSON.parse(bytes.subarray(0, end).toString('utf8')) as Header
    return new ScriptModel(header, new Int8Array(bytes.buffer, bytes.byteOffset + end + 1, bytes.length - end - 1))
  }

  /** Forgets the text before. */
  reset(): void {
    this.#sums.fill(0)
    this.#count = 0
  }

  /** Adds one word (lower case). */
  add(word: string): void {
    const L = this.languages.length
    let slot = this.#memory.get(word)
    if (slot === undefined) {
      // A full memory is emptied rather than aged: it fills again within a second, and no list has to be kept in order.
      if (this.#memory.size >= REMEMBERED) this.#memory.clear()
      slot = word.length > LONGEST_REMEMBERED ? REMEMBERED : this.#memory.size
      this.#compute(word, slot * (L + 1))
      if (word.length <= LONGEST_REMEMBERED) this.#memory.set(word, slot)
    }
    const at = slot * (L + 1)
    for (let k = 0; k < L; k++) this.#sums[k]! += this.#remembered[at + k]!
    this.#count += this.#remembered[at + L]!
  }

  #compute(word: string, at: number): void {
    const L = this.languages.length
    const count = wordFeatures(word, this.#mask, this.#features)
    this.#remembered.fill(0, at, at + L)
    for (let f = 0; f < count; f++) {
      const from = this.#features[f]! * L
      for (let k = 0; k < L; k++) this.#remembered[at + k]! += this.#weights[from + k]!
    }
    this.#remembered[at + L] = count
  }

  /** Writes a score per language (log-odds up to a constant) into `scores`. */
  scores(scores: Float64Array): void {
    const s = this.#count > 0 ? this.#scale / Math.sqrt(this.#count) : 0
    for (let k = 0; k < this.languages.length; k++) scores[k] = this.#sums[k]! * s + this.#priors[k]!
  }
}
