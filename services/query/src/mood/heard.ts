import type { Hole } from '@moodlight/core'
import { type Bucket, unheard } from '@moodlight/mood'
import type { Fed } from './silence.ts'

/** Sources with less of a brand's mentions than this do not make a hole of it. */
const MAIN_SHARE = 0.2

/** Stretches in which a main source of the brand was not heard. */
export function mainHoles(holes: readonly Hole[], feeding: readonly Fed[], now: number): Bucket[] {
  const share = shares(feeding)
  return holes.filter((hole) => (share.get(hole.source) ?? 0) >= MAIN_SHARE).map((hole) => asBucket(hole, now))
}

/** The part of a bucket, in shares of what is usually said, that was not heard: 0 … 1. */
export function lost(bucket: Bucket, holes: readonly Hole[], feeding: readonly Fed[], now: number): number {
  let sum = 0
  for (const [source, share] of shares(feeding)) {
    const own = holes.filter((hole) => hole.source === source).map((hole) => asBucket(hole, now))
    if (own.length > 0) sum += (share * unheard(bucket, own)) / (bucket.to - bucket.from)
  }
  return sum
}

function shares(feeding: readonly Fed[]): ReadonlyMap<string, number> {
  const all = feeding.reduce((sum, f) => sum + f.mentions, 0)
  return new Map(feeding.map((f) => [f.source, all === 0 ? 1 / feeding.length : f.mentions / all]))
}

function asBucket(hole: Hole, now: number): Bucket {
  return { from: hole.from, to: hole.to ?? now }
}
