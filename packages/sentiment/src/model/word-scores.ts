import { hashWord } from './hash.ts'

const SEED = 31

/** Scores of words in several lists, kept by hash: a model carries them, so that it needs no word list to run. */
export class WordScores {
  /** Number of lists. */
  readonly lists: number
  /** Per word `lists` scores in [-100, 100], 0 when the list does not hold it. */
  readonly scores: Int8Array
  readonly keys: Uint32Array
  readonly #rows = new Map<number, number>()

  constructor(lists: number, keys: Uint32Array, scores: Int8Array) {
    this.lists = lists
    this.keys = keys
    this.scores = scores
    for (let row = 0; row < keys.length; row++) this.#rows.set(keys[row]!, row)
  }

  /** Row of a word, or -1. */
  row(unit: string): number {
    return this.#rows.get(hashWord(unit, SEED)) ?? -1
  }

  /** Builds from lists of words with scores in [-1, 1]. */
  static of(lists: readonly (readonly (readonly [string, number])[])[]): WordScores {
    const found = new Map<number, Int8Array>()
    lists.forEach((list, i) => {
      for (const [word, score] of list) {
        const key = hashWord(word, SEED)
        const scores = found.get(key) ?? new Int8Array(lists.length)
        scores[i] = Math.round(Math.max(-1, Math.min(1, score)) * 100)
        found.set(key, scores)
      }
    })
    const keys = Uint32Array.from([...found.keys()].sort((a, b) => a - b))
    const scores = new Int8Array(keys.length * lists.length)
    for (const [row, key] of keys.entries()) scores.set(found.get(key)!, row * lists.length)
    return new WordScores(lists.length, keys, scores)
  }
}
