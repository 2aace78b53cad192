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

/**
 * Sums of two languages share a number, the second times 2^26: half as many additions, and exact, as a word adds less than 2^16 to either and
 * a text has few words (see the detector's bound).
 */
const PAIR = 2 ** 26

/** A hashed linear model over the languages that share one script, see scripts/train/language.ts. */
export class ScriptModel {
  readonly languages: readonly string[]
  readonly #weights: Int8Array
  readonly #mask: number
  readonly #scale: number
  readonly #features = new Uint32Array(512)
  /** Of the text so far, by pair of languages. */
  readonly #sums: Float64Array
  readonly #priors: readonly number[]
  readonly #memory = new Map<string, number>()
  /** By slot: the sums of a word, by pair of languages, and then the count of its features. */
  readonly #remembered: Float64Array
  readonly #pairs: number
  readonly #ofWord: Int32Array
  #count = 0

  constructor(header: Header, weights: Int8Array) {
    this.languages = header.languages
    this.#weights = weights
    this.#mask = (1 << header.bits) - 1
    this.#scale = header.scale
    this.#pairs = Math.ceil(header.languages.length / 2)
    this.#sums = new Float64Array(this.#pairs)
    this.#ofWord = new Int32Array(2 * this.#pairs)
    this.#priors = header.languages.map((language) => prior(language))
    // One slot more: words too long to be remembered.
    this.#remembered = new Float64Array((REMEMBERED + 1) * (this.#pairs + 1))
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
    const pairs = this.#pairs
    let slot = this.#memory.get(word)
    if (slot === undefined) {
      // A full memory is emptied rather than aged: it fills again within a second, and no list has to be kept in order.
      if (this.#memory.size >= REMEMBERED) this.#memory.clear()
      slot = word.length > LONGEST_REMEMBERED ? REMEMBERED : this.#memory.size
      this.#compute(word, slot * (pairs + 1))
      if (word.length <= LONGEST_REMEMBERED) this.#memory.set(word, slot)
    }
    const sums = this.#sums
    const remembered = this.#remembered
    const at = slot * (pairs + 1)
    for (let p = 0; p < pairs; p++) sums[p]! += remembered[at + p]!
    this.#count += remembered[at + pairs]!
  }

  #compute(word: string, at: number): void {
    const L = this.languages.length
    const sums = this.#ofWord.fill(0)
    const count = wordFeatures(word, this.#mask, this.#features)
    for (let f = 0; f < count; f++) {
      const from = this.#features[f]! * L
      for (let k = 0; k < L; k++) sums[k]! += this.#weights[from + k]!
    }
    for (let p = 0; p < this.#pairs; p++) this.#remembered[at + p] = sums[2 * p]! + sums[2 * p + 1]! * PAIR
    this.#remembered[at + this.#pairs] = count
  }

  /** Writes a score per language (log-odds up to a constant) into `scores`. */
  scores(scores: Float64Array): void {
    const s = this.#count > 0 ? this.#scale / Math.sqrt(this.#count) : 0
    for (let p = 0; p < this.#pairs; p++) {
      const sum = this.#sums[p]!
      const second = Math.round(sum / PAIR)
      const k = 2 * p
      scores[k] = (sum - second * PAIR) * s + this.#priors[k]!
      if (k + 1 < this.languages.length) scores[k + 1] = second * s + this.#priors[k + 1]!
    }
  }
}
