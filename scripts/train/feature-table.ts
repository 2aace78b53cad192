import { type FeatureSink, hashWord, visitFeatures, WORD_SEED } from '../../packages/sentiment/src/model/features.ts'
import { characterFeatures, MOST_WORD_FEATURES } from '../../packages/sentiment/src/model/word-features.ts'
import type { WordScores } from '../../packages/sentiment/src/model/word-scores.ts'
import { MOST_TOKENS } from '../../packages/sentiment/src/scorer.ts'
import { type Token, tokenize } from '../../packages/text/src/index.ts'

/** Where texts are put, a row each. */
export interface RowTable {
  add(text: string, language: string, tokens?: readonly Token[]): number
}

/** Feature numbers of many texts, end to end in one array: training reads them many times. */
export class FeatureTable implements RowTable {
  #data = new Uint32Array(1 << 22)
  #end = 0
  readonly starts: number[] = [0]
  readonly #mask: number
  readonly #words = new Map<string, Uint32Array>()
  readonly #scratch = new Uint32Array(MOST_WORD_FEATURES + 1)
  readonly #sink: FeatureSink = {
    word: (unit) => {
      let list = this.#words.get(unit)
      if (!list) {
        const count = characterFeatures(unit, this.#scratch)
        list = new Uint32Array(count + 1)
        list[0] = hashWord(unit, WORD_SEED)
        list.set(this.#scratch.subarray(0, count), 1)
        if (this.#words.size < 400_000) this.#words.set(unit, list)
      }
      for (const hash of list) this.#push(hash)
      return list[0]!
    },
    feature: (hash) => this.#push(hash),
    general: (hash, times) => {
      for (let i = 0; i < times; i++) this.#push(hash)
    },
  }

  readonly #lists: WordScores | null

  constructor(bits: number, lists: WordScores | null) {
    this.#lists = lists
    this.#mask = (1 << bits) - 1
  }

  #push(hash: number): void {
    if (this.#end === this.#data.length) {
      const larger = new Uint32Array(this.#data.length * 2)
      larger.set(this.#data)
      this.#data = larger
    }
    this.#data[this.#end++] = hash & this.#mask
  }

  /** Adds a text and gives its row number. */
  add(text: string, language: string, tokens: readonly Token[] = tokenize(text)): number {
    visitFeatures(text, tokens.slice(0, MOST_TOKENS), language, this.#lists, this.#sink)
    this.starts.push(this.#end)
    return this.starts.length - 2
  }

  get data(): Uint32Array {
    return this.#data
  }
}
