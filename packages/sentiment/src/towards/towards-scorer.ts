import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { MOST_WORD_FEATURES } from '../model/word-features.ts'
import type { Clause } from '../scope/clauses.ts'
import type { Signed } from '../scope/names.ts'
import { MOST_TOKENS } from '../scorer.ts'
import type { Blend } from './blend.ts'
import { letterFeatures, type TowardsSink, visitTowards } from './features.ts'

/** What is known of the model of targets of a language, beside its weights: `towards/LANG.json`. */
export interface TowardsCard {
  readonly format: 1
  readonly language: string
  readonly bits: number
  /** What one step is worth: a byte q of the weights stands for sign(q) q² steps. */
  readonly step: number
  /** How its voice joins that of the model of the language: of a brand alone in its text, and of one beside others. */
  readonly alone: Blend
  readonly beside: Blend
  /** SHA-256 of the weights file. */
  readonly sha256: string
}

const FOLDER = new URL('../../towards/', import.meta.url)
/** What a byte of the weights stands for, in steps: its square with its sign. */
const VALUES = Int32Array.from({ length: 256 }, (_, i) => Math.sign(i - 128) * (i - 128) ** 2)

/** The languages that have a model of targets, sorted. */
export function towardsLanguages(): string[] {
  if (!existsSync(FOLDER)) return []
  return readdirSync(FOLDER)
    .filter((name) => /^[a-z]{3}\.json$/.test(name))
    .map((name) => name.slice(0, 3))
    .sort()
}

export const readTowardsCard = (language: string): string => readFileSync(new URL(`${language}.json`, FOLDER), 'utf8')
export const readTowardsWeights = (language: string): Buffer => readFileSync(new URL(`${language}.bin.gz`, FOLDER))

/** Words whose letters are remembered, and the longest such word: hostile texts must not fill the memory. */
const REMEMBERED = 40_000
const LONGEST_REMEMBERED = 32
/** Kinds of clauses: see features.ts. */
const CLAUSES = 16

/** Three numbers per kind of clause: what the letters of a word add to negative and to positive, and how many they are (0: not yet known). */
type LetterSums = Float64Array

/** A second linear model that sees where the names stand: trained on sentences with targets only. */
export class TowardsScorer implements TowardsSink {
  readonly #language: string
  readonly #bytes: Int8Array
  readonly #mask: number
  readonly #step: number
  readonly #words = new Map<string, LetterSums>()
  readonly #scratch = new Uint32Array(MOST_WORD_FEATURES)
  #negative = 0
  #positive = 0
  #count = 0
  /** Log-odds of negative and positive against neutral, of the last text. */
  readonly logits = new Float64Array(2)
  /** Signed weight of each token of the last text: above zero speaks for the target. */
  readonly weights = new Float64Array(MOST_TOKENS)

  constructor(language: string, bits: number, step: number, weights: Int8Array) {
    this.#language = language
    this.#bytes = weights
    this.#mask = (1 << bits) - 1
    this.#step = step
  }

  static load(card: TowardsCard): TowardsScorer {
    const bytes = gunzipSync(readTowardsWeights(card.language))
    return new TowardsScorer(card.language, card.bits, card.step, new Int8Array(bytes))
  }

  /** Fills `logits` and `weights`. */
  score(signed: Signed, clauses: readonly Clause[]): void {
    this.#negative = 0
    this.#positive = 0
    this.#count = 0
    this.weights.fill(0, 0, signed.tokens.length)
    visitTowards(signed, clauses, this.#language, this)
    const scale = this.#step / Math.sqrt(this.#count || 1)
    this.logits[0] = this.#negative * scale
    this.logits[1] = this.#positive * scale
    for (let i = 0; i < signed.tokens.length; i++) this.weights[i]! *= scale
  }

  feature(hash: number, place: number, span: number): void {
    const j = (hash & this.#mask) * 2
    const negative = VALUES[this.#bytes[j]! + 128]!
    const positive = VALUES[this.#bytes[j + 1]! + 128]!
    this.#count++
    if (negative === 0 && positive === 0) return
    this.#negative += negative
    this.#positive += positive
    const share = (positive - negative) / (span || 1)
    for (let i = place; i < place + span; i++) this.weights[i]! += share
  }

  letters(word: string, clause: number, place: number): void {
    let sums = this.#words.get(word)
    if (!sums) {
      sums = new Float64Array(CLAUSES * 3)
      if (word.length <= LONGEST_REMEMBERED) {
        if (this.#words.size >= REMEMBERED) this.#words.clear()
        this.#words.set(word, sums)
      }
    }
    const at = clause * 3
    if (sums[at + 2] === 0) this.#sum(word, clause, sums)
    this.#negative += sums[at]!
    this.#positive += sums[at + 1]!
    this.#count += sums[at + 2]!
    this.weights[place]! += sums[at + 1]! - sums[at]!
  }

  #sum(word: string, clause: number, sums: LetterSums): void {
    const count = letterFeatures(word, clause, this.#scratch)
    const at = clause * 3
    for (let k = 0; k < count; k++) {
      const j = (this.#scratch[k]! & this.#mask) * 2
      sums[at]! += VALUES[this.#bytes[j]! + 128]!
      sums[at + 1]! += VALUES[this.#bytes[j + 1]! + 128]!
    }
    sums[at + 2] = count
  }
}
