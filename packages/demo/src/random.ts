/** A seeded generator of numbers in [0, 1): mulberry32 (T. Ettinger), small, fast and the same everywhere. */
export type Random = () => number

export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Mixes numbers into one seed, so that days and hours have streams of their own. */
export function mix(...parts: readonly number[]): number {
  let hash = 0x811c9dc5
  for (const part of parts) {
    hash = Math.imul(hash ^ (part >>> 0), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 13), 0x5bd1e995)
  }
  return hash >>> 0
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T
}

/** Picks a key by its weight. */
export function weighted<K extends string>(random: Random, weights: Readonly<Partial<Record<K, number>>>): K {
  const entries = Object.entries(weights) as [K, number][]
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [key, weight] of entries) {
    left -= weight
    if (left < 0) return key
  }
  return (entries[entries.length - 1] as [K, number])[0]
}

/** A count with this mean (Knuth's method; exact for the small means used here). */
export function poisson(random: Random, mean: number): number {
  if (mean > 60)
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * (random() + random() + random() + random() - 2) * 1.73))
  const limit = Math.exp(-mean)
  let product = random()
  let n = 0
  while (product > limit) {
    n++
    product *= random()
  }
  return n
}
