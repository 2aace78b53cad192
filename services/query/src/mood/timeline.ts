import type { TimelineBucket as TimelineBucketSchema } from '@moodlight/api'
import type { Hole } from '@moodlight/core'
import {
  type Bucket,
  colour,
  type ErrorModel,
  estimateNet,
  intoBuckets,
  MINUTE,
  QUARTER,
  sumLanguages,
  total,
} from '@moodlight/mood'
import type * as z from 'zod'
import type { QueryDeps } from '../deps.ts'
import { iso } from '../meta.ts'
import type { Narrow } from './compare.ts'
import { lost } from './heard.ts'
import type { Fed } from './silence.ts'
import { Adder, type Sums, withTotal } from './sums.ts'

type TimelineBucket = z.infer<typeof TimelineBucketSchema>

/** Store buckets asked for at once, so that no single query is long. */
const CHUNK = 1000
/** More of a bucket unheard than this: partial, and from half on a hole. */
const PARTIAL = 0.1

/** Sums per bucket, read in stretches; minutes only for steps of one minute. */
export async function sumBuckets(
  deps: QueryDeps,
  brand: string,
  buckets: readonly Bucket[],
  narrow: Narrow,
  minutes: boolean,
): Promise<Sums[]> {
  const adders = buckets.map(() => new Adder())
  const [first, last] = [buckets[0], buckets.at(-1)]
  if (!first || !last) return []
  const step = minutes ? MINUTE : QUARTER
  for (let from = first.from; from < last.to; from += CHUNK * step) {
    const to = Math.min(last.to, from + CHUNK * step)
    const rows = await deps.store.counts({ brands: [brand], from, to, step, by: ['language'], ...narrow })
    intoBuckets(rows, buckets, (index, row) => adders[index]!.add(row))
  }
  return adders.map((adder) => adder.sums())
}

export interface TimelineContext {
  readonly errors: ErrorModel
  readonly holes: readonly Hole[]
  readonly feeding: readonly Fed[]
  readonly since: number
  readonly now: number
}

/** A bucket that was not heard or not watched is told as such and never as zero. */
export function bucketView(
  deps: QueryDeps,
  bucket: Bucket,
  sums: Sums,
  usualVolume: number | null,
  at: TimelineContext,
): TimelineBucket {
  const votes = sumLanguages(sums.votes)
  const net = estimateNet(sums.votes, at.errors)
  const state = stateOf(bucket, total(sums.volume) + sums.apart, at)
  return {
    from: iso(bucket.from),
    to: iso(bucket.to),
    state,
    volume: withTotal(sums.volume),
    votes: withTotal(votes),
    net: net && { value: net.value, low: net.low, high: net.high },
    colour: state === 'hole' || state === 'not-watched' ? 'grey' : colour(votes, net, deps.mood).colour,
    usualVolume,
  }
}

function stateOf(bucket: Bucket, mentions: number, at: TimelineContext): TimelineBucket['state'] {
  if (bucket.to <= at.since && mentions === 0) return 'not-watched'
  const unheard = lost(
    { from: bucket.from, to: Math.min(bucket.to, Math.max(at.now, bucket.from + 1)) },
    at.holes,
    at.feeding,
    at.now,
  )
  if (unheard >= 0.5) return 'hole'
  return bucket.to > at.now || bucket.from < at.since || unheard > PARTIAL ? 'partial' : 'complete'
}
