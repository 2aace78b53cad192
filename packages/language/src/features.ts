/**
 * Features of a word for language identification: all character n-grams of 1 to 5 with word boundaries, and the word itself,
 * hashed. The method is that of Cavnar and Trenkle (1994) with a trained linear model in place of rank distances.
 */
const ORDERS = 5
const BOUNDARY = 32

function mix(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return (h ^ (h >>> 15)) >>> 0
}

/** Writes the feature numbers of `word` (lower case) into `out` and gives their count; `mask` is buckets - 1. */
export function wordFeatures(word: string, mask: number, out: Uint32Array): number {
  const length = word.length + 2
  let count = 0
  for (let start = 0; start < length; start++) {
    let hash = 0x811c9dc5
    for (let order = 1; order <= ORDERS && start + order <= length; order++) {
      const at = start + order - 2
      const unit = at < 0 || at >= word.length ? BOUNDARY : word.charCodeAt(at)
      hash = Math.imul(hash ^ unit, 0x01000193)
      // A boundary alone says nothing.
      if (order === 1 && unit === BOUNDARY) continue
      if (count < out.length) out[count++] = mix(hash + order * 0x9e3779b1) & mask
    }
  }
  let hash = 0x2f0b4c47
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
  if (count < out.length) out[count++] = mix(hash) & mask
  return count
}
