import { mix } from './hash.ts'

const SHORTEST = 2
const LONGEST = 5
/** Features of one word at most: a "word" longer than this is no word. */
export const MOST_WORD_FEATURES = 160

/** Hashes of the character n-grams (2 to 5, with word ends) of a word into `out`; gives their count. */
export function characterFeatures(word: string, out: Uint32Array): number {
  const length = word.length + 2
  let count = 0
  for (let start = 0; start < length - 1; start++) {
    let hash = 0x5bd1e995
    for (let n = 1; n <= LONGEST && start + n <= length; n++) {
      const at = start + n - 2
      const unit = at < 0 || at >= word.length ? 32 : word.charCodeAt(at)
      hash = Math.imul(hash ^ unit, 0x01000193)
      if (n < SHORTEST) continue
      if (count >= MOST_WORD_FEATURES) return count
      out[count++] = mix(hash + n * 0x9e3779b1)
    }
  }
  return count
}
