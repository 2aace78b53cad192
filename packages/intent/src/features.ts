import type { Units } from './units.ts'

/** Features are hashed to this many places; a power of two. */
export const BUCKETS = 1 << 16

/** Called with the place of each feature and the units [from, to) it was made of. */
export type TakeFeature = (bucket: number, from: number, to: number) => void

/**
 * The features of a text for the second voice: units, pairs, pairs with one unit between, and heads and ends of words (so that
 * inflected and compound words share something); triples of Han characters. FNV-1a over UTF-16 units.
 */
export function eachFeature({ keys }: Units, take: TakeFeature): void {
  const n = keys.length
  const together = new Int32Array(MOST_TOGETHER)
  for (let i = -1; i < n; i++) {
    if (i >= 0) eachOfWord(keys[i]!, (bucket) => take(bucket, i, i + 1))
    const from = Math.max(i, 0)
    const count = featuresAt(keys, i, together)
    for (let k = 0; k < count; k++) take(together[k]!, from, k === 0 ? Math.min(i + 2, n) : i + 3)
  }
}

/** The features of a word by itself. */
export function eachOfWord(key: string, take: (bucket: number) => void): void {
  take(place(hash(ONE, key)))
  if (key.length <= 4 || key.charCodeAt(0) === 60) return
  take(place(hash(HEAD, key, 0, 4)))
  take(place(hash(HEAD, key, 0, 5)))
  take(place(hash(END, key, key.length - 4)))
}

/** Features of several words that begin at one unit, at most. */
export const MOST_TOGETHER = 3

/** Writes into `out` what unit `i` (-1: the head of the text) makes with those behind it, the pair first; gives how many they are. */
export function featuresAt(keys: readonly string[], i: number, out: Int32Array): number {
  const n = keys.length
  const key = i < 0 ? '^' : keys[i]!
  const next = i + 1 < n ? keys[i + 1]! : '$'
  const pair = hash(hash(TWO, key) ^ 0x5f, next)
  out[0] = place(pair)
  if (i + 2 >= n) return 1
  const third = keys[i + 2]!
  out[1] = place(hash(hash(SKIP, key) ^ 0x5f, third))
  if (!isHan(key)) return 2
  out[2] = place(hash(pair ^ 0x5f, third))
  return 3
}

const PRIME = 0x01000193
const ONE = 0x811c9dc5
const TWO = 0x3ad8025f
const SKIP = 0x6c62272e
const HEAD = 0x27d4eb2f
const END = 0x165667b1

function hash(seed: number, text: string, from = 0, to = text.length): number {
  let h = seed
  for (let i = from; i < to; i++) h = Math.imul(h ^ text.charCodeAt(i), PRIME)
  return h
}

function place(h: number): number {
  return (h ^ (h >>> 15)) & (BUCKETS - 1)
}

function isHan(key: string): boolean {
  const c = key.charCodeAt(0)
  return c >= 0x3400 && c <= 0x9fff
}
