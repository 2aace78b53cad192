/** Hash of a word: FNV-1a with a final mix (the mixer of "hash32shiftmult", Wellons 2018). */
export function hashWord(word: string, seed: number): number {
  let h = 0x811c9dc5 ^ seed
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193)
  return mix(h)
}

export function mix(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return (h ^ (h >>> 15)) >>> 0
}

/** Hash of a sequence: order matters. */
export const join = (a: number, b: number): number => mix(Math.imul(a, 0x9e3779b1) + b)
