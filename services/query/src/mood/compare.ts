import type { Brand } from '@moodlight/core'
import {
  type Bucket,
  DAY,
  type ErrorModel,
  total,
  USUAL_WEEKS,
  type Usual,
  type UsualBasis,
  usual,
  usualWindows,
  type WindowCounts,
} from '@moodlight/mood'
import { QUARTER_MS } from '@moodlight/ports'
import { cachedBy } from '../cached.ts'
import type { QueryDeps } from '../deps.ts'
import { mainHoles } from './heard.ts'
import type { Fed } from './silence.ts'
import { type Sums, sumByBrand } from './sums.ts'

export interface Narrow {
  readonly sources?: readonly string[]
  readonly languages?: readonly string[]
}

export interface Compared extends Usual {
  readonly basis: UsualBasis
  readonly weeks: number
}

/** Compares a brand's window with its own history. Earlier windows are kept for half a minute: late posts and imports change them. */
export class Compare {
  readonly #deps: QueryDeps
  readonly #errors: ErrorModel
  readonly #kept

  constructor(deps: QueryDeps, errors: ErrorModel) {
    this.#deps = deps
    this.#errors = errors
    this.#kept = cachedBy<WindowCounts>(30_000, 5000, deps.clock)
  }

  async usual(
    brand: Brand,
    window: Bucket,
    now: Sums,
    at: { zone: string; since: number; feeding: readonly Fed[]; narrow: Narrow },
  ): Promise<Compared | null> {
    const { zone, since, feeding, narrow } = at
    const reach = { from: window.from - USUAL_WEEKS * 7 * DAY - DAY, to: window.to }
    const clock = this.#deps.clock.now()
    const holes = mainHoles(await this.#deps.store.holes(reach), feeding, clock)
    const plan = usualWindows(window, zone, since, holes)
    if (!plan) return null
    const earlier = await Promise.all(plan.windows.map((w) => this.#earlier(brand.id, w, narrow)))
    const length = Math.min(window.to, clock) - window.from
    const current = { length, votes: now.votes, volume: total(now.volume) }
    const result = usual(current, earlier, this.#errors, this.#deps.mood)
    const oldest = plan.windows.at(-1)
    const weeks = oldest ? Math.max(1, Math.round((window.from - oldest.from) / (7 * DAY))) : 1
    return result && { ...result, basis: plan.basis, weeks }
  }

  #earlier(brand: string, window: Bucket, narrow: Narrow): Promise<WindowCounts> {
    return this.#kept(JSON.stringify([brand, window, narrow]), async () => {
      const query = { brands: [brand], ...window, step: QUARTER_MS, by: ['language'] as const, ...narrow }
      const sums = sumByBrand([brand], await this.#deps.store.counts(query)).get(brand)!
      return { length: window.to - window.from, votes: sums.votes, volume: total(sums.volume) }
    })
  }
}
