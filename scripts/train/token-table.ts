import { hashWord, visitFeatures, WORD_SEED } from '../../packages/sentiment/src/model/features.ts'
import { NET_TOKENS } from '../../packages/sentiment/src/model/net.ts'
import { characterFeatures, MOST_WORD_FEATURES } from '../../packages/sentiment/src/model/word-features.ts'
import type { WordScores } from '../../packages/sentiment/src/model/word-scores.ts'
import { type Token, tokenize } from '../../packages/text/src/index.ts'
import type { RowTable } from './feature-table.ts'

/** Feature numbers of the single tokens of many texts: those of token i lie in [tokens[i], tokens[i + 1]), the tokens of row r in [starts[r], starts[r + 1]). */
export class TokenTable implements RowTable {
  #data = new Uint32Array(1 << 22)
  #end = 0
  readonly tokens: number[] = [0]
  readonly starts: number[] = [0]
  readonly #mask: number
  readonly #lists: WordScores | null
  readonly #scratch = new Uint32Array(MOST_WORD_FEATURES)

  constructor(bits: number, lists: WordScores | null) {
    this.#mask = (1 << bits) - 1
    this.#lists = lists
  }

  /** Adds a text and gives its row number. */
  add(text: string, language: string, tokens: readonly Token[] = tokenize(text)): number {
    const read = tokens.slice(0, NET_TOKENS)
    const own: number[][] = read.map(() => [])
    visitFeatures(text, read, language, this.#lists, {
      word: (unit, place) => {
        const hash = hashWord(unit, WORD_SEED)
        const count = characterFeatures(unit, this.#scratch)
        own[place]!.push(hash, ...this.#scratch.subarray(0, count))
        return hash
      },
      feature: (hash, place, span) => {
        if (span === 1) own[place]!.push(hash)
      },
      general: () => {},
    })
    for (const list of own) {
      for (const hash of list) this.#push(hash)
      this.tokens.push(this.#end)
    }
    this.starts.push(this.tokens.length - 1)
    return this.starts.length - 2
  }

  #push(hash: number): void {
    if (this.#end === this.#data.length) {
      const larger = new Uint32Array(this.#data.length * 2)
      larger.set(this.#data)
      this.#data = larger
    }
    this.#data[this.#end++] = hash & this.#mask
  }

  get data(): Uint32Array {
    return this.#data
  }
}
