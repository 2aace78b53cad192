import { gunzipSync } from 'node:zlib'
import { MOST_TOKENS, type Scored, type Scorer } from '../scorer.ts'
import { type ModelCard, readCard, readWeights } from './card.ts'
import { type FeatureSink, hashWord, visitFeatures, WORD_SEED } from './features.ts'
import { Net } from './net.ts'
import { characterFeatures, MOST_WORD_FEATURES } from './word-features.ts'
import { WordScores } from './word-scores.ts'

/** Words whose sums are remembered. Most words of a stream are found here, and need no look-up of their n-grams. */
const REMEMBERED = 40_000
/** A longer "word" is not remembered: hostile texts must not fill the memory. */
const LONGEST_REMEMBERED = 32

/** What a byte of the weights stands for, in steps: its square with its sign (see scripts/train/quantise.ts). */
const VALUES = Int32Array.from({ length: 256 }, (_, i) => Math.sign(i - 128) * (i - 128) ** 2)

/** What a word and its character n-grams add up to. */
interface WordSum {
  readonly hash: number
  readonly negative: number
  readonly positive: number
  readonly count: number
}

/**
 * A linear model with hashed features (Weinberger et al. 2009) and eight-bit weights: two per bucket, for negative and for positive,
 * neutral being nought. What each token adds to positive less negative is the evidence.
 */
export class LinearScorer implements Scorer, FeatureSink {
  readonly name: string
  readonly #card: ModelCard
  readonly #weights: Int8Array
  readonly #lists: WordScores | null
  readonly #net: Net | null
  readonly #mask: number
  readonly #words = new Map<string, WordSum>()
  readonly #scratch = new Uint32Array(MOST_WORD_FEATURES)
  readonly #perToken = new Float64Array(MOST_TOKENS)
  readonly #logits = new Float64Array(3)
  #negative = 0
  #positive = 0
  #count = 0
  #evidence = 0

  constructor(card: ModelCard, weights: Int8Array, lists: WordScores | null, net: Net | null = null) {
    this.name = `linear-${card.language}`
    this.#card = card
    this.#weights = weights
    this.#lists = lists
    this.#net = net
    this.#mask = (1 << card.bits) - 1
  }

  /** Reads the model of a language from the package. */
  static load(language: string): LinearScorer {
    const card = readCard(language)
    const bytes = gunzipSync(readWeights(language))
    const at = (from: number, length: number): ArrayBuffer =>
      bytes.buffer.slice(bytes.byteOffset + from, bytes.byteOffset + from + length) as ArrayBuffer
    const words = card.listedWords
    const keys = new Uint32Array(at(0, words * 4))
    const scores = new Int8Array(at(words * 4, words * card.lists.length))
    const rest = words * (4 + card.lists.length)
    const weights = new Int8Array(at(rest, bytes.length - rest))
    const lists = words > 0 ? new WordScores(card.lists.length, keys, scores) : null
    return new LinearScorer(card, weights, lists, card.net && Net.load(language, card.net))
  }

  score(text: string, tokens: Parameters<Scorer['score']>[1]): Scored {
    this.#negative = 0
    this.#positive = 0
    this.#count = 0
    this.#evidence = 0
    this.#perToken.fill(0, 0, tokens.length)
    this.#net?.begin(tokens.length)
    visitFeatures(text, tokens, this.#card.language, this.#lists, this)
    const scale = this.#card.step / Math.sqrt(this.#count || 1)
    const logits = this.#logits
    logits[0] = this.#negative * scale
    logits[1] = 0
    logits[2] = this.#positive * scale
    for (let i = 0; i < tokens.length; i++) this.#perToken[i]! *= scale
    if (this.#net && this.#card.net) {
      const { share } = this.#card.net
      this.#net.end(tokens.length, share, this.#perToken)
      logits[0] += share * this.#net.logits[0]!
      logits[2] += share * this.#net.logits[1]!
    }
    const favoured = logits[0] > logits[2] ? (logits[0] > 0 ? 0 : 1) : logits[2] > 0 ? 2 : 1
    const temperature = this.#card.temperatures[favoured]
    logits[0] /= temperature
    logits[2] /= temperature
    for (let i = 0; i < tokens.length; i++) this.#perToken[i]! /= temperature
    return { logits, weights: this.#perToken, evidence: this.#evidence }
  }

  word(unit: string, place: number): number {
    let sum = this.#words.get(unit)
    if (!sum) {
      sum = this.#sum(unit)
      if (unit.length <= LONGEST_REMEMBERED) {
        // Emptied when full rather than aged: it fills again within seconds.
        if (this.#words.size >= REMEMBERED) this.#words.clear()
        this.#words.set(unit, sum)
      }
    }
    this.#negative += sum.negative
    this.#positive += sum.positive
    this.#count += sum.count
    this.#perToken[place]! += sum.positive - sum.negative
    this.#net?.word(unit, sum.hash, place)
    if (sum.negative !== 0 || sum.positive !== 0) this.#evidence++
    return sum.hash
  }

  feature(hash: number, place: number, span: number): void {
    const j = (hash & this.#mask) * 2
    const negative = VALUES[this.#weights[j]! + 128]!
    const positive = VALUES[this.#weights[j + 1]! + 128]!
    if (span === 1) this.#net?.feature(hash, place)
    this.#count++
    if (negative === 0 && positive === 0) return
    this.#negative += negative
    this.#positive += positive
    this.#evidence++
    const share = (positive - negative) / span
    for (let i = place; i < place + span; i++) this.#perToken[i]! += share
  }

  general(hash: number, times: number): void {
    const j = (hash & this.#mask) * 2
    this.#negative += VALUES[this.#weights[j]! + 128]! * times
    this.#positive += VALUES[this.#weights[j + 1]! + 128]! * times
    this.#count += times
  }

  #sum(unit: string): WordSum {
    const hash = hashWord(unit, WORD_SEED)
    let negative = VALUES[this.#weights[(hash & this.#mask) * 2]! + 128]!
    let positive = VALUES[this.#weights[(hash & this.#mask) * 2 + 1]! + 128]!
    const count = characterFeatures(unit, this.#scratch)
    for (let i = 0; i < count; i++) {
      const j = (this.#scratch[i]! & this.#mask) * 2
      negative += VALUES[this.#weights[j]! + 128]!
      positive += VALUES[this.#weights[j + 1]! + 128]!
    }
    return { hash, negative, positive, count: count + 1 }
  }
}
