import { type Bucket, DAY, HOUR, QUARTER, USUAL_WEEKS, usualWindows } from '@moodlight/mood'
import { cachedBy } from '../cached.ts'
import type { QueryDeps } from '../deps.ts'
import type { Narrow } from './compare.ts'

const CHUNK = 1000

/** Mentions before each point of a grid, so that the sum of any window is one subtraction. */
interface Running {
  readonly from: number
  readonly step: number
  readonly sums: Float64Array
}

/** The usual volume of each bucket of a timeline: the mean of the same hours of earlier weeks (or days, see usualWindows). */
export class UsualVolumes {
  readonly #deps: QueryDeps
  readonly #kept

  constructor(deps: QueryDeps) {
    this.#deps = deps
    this.#kept = cachedBy<Running>(30_000, 64, deps.clock)
  }

  async of(
    brand: string,
    buckets: readonly Bucket[],
    at: { zone: string; since: number; holes: readonly Bucket[]; narrow: Narrow },
  ): Promise<(number | null)[]> {
    const plans = buckets.map((bucket) =>
      bucket.to - bucket.from < QUARTER ? null : usualWindows(bucket, at.zone, at.since, at.holes),
    )
    const windows = plans.flatMap((plan) => plan?.windows ?? [])
    if (windows.length === 0) return buckets.map(() => null)
    const whole = windows.every((w) => w.from % HOUR === 0 && w.to % HOUR === 0)
    const last = buckets.at(-1)!
    const history = await this.#history(brand, Math.max(at.since, buckets[0]!.from - USUAL_WEEKS * 7 * DAY), last.to, {
      step: whole ? HOUR : QUARTER,
      narrow: at.narrow,
    })
    return plans.map((plan, i) => {
      if (!plan) return null
      const { from, to } = buckets[i]!
      const rates = plan.windows.map((w) => (between(history, w) * (to - from)) / (w.to - w.from))
      return rates.reduce((sum, rate) => sum + rate, 0) / rates.length
    })
  }

  #history(brand: string, since: number, until: number, how: { step: number; narrow: Narrow }): Promise<Running> {
    const { step, narrow } = how
    const from = Math.floor(since / step) * step
    const to = Math.ceil(until / step) * step
    return this.#kept(JSON.stringify([brand, from, to, step, narrow]), async () => {
      const sums = new Float64Array(Math.max(1, (to - from) / step + 1))
      for (let start = from; start < to; start += CHUNK * step) {
        const range = { from: start, to: Math.min(to, start + CHUNK * step), step }
        for (const row of await this.#deps.store.counts({ brands: [brand], ...range, ...narrow }))
          if (row.counted) sums[(row.bucket - from) / step + 1]! += row.mentions
      }
      for (let i = 1; i < sums.length; i++) sums[i]! += sums[i - 1]!
      return { from, step, sums }
    })
  }
}

function between(history: Running, window: Bucket): number {
  const index = (at: number) =>
    Math.min(history.sums.length - 1, Math.max(0, Math.round((at - history.from) / history.step)))
  return history.sums[index(window.to)]! - history.sums[index(window.from)]!
}
