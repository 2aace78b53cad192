import { windowAt } from '@moodlight/mood'
import type { Context } from '../context.ts'
import type { Mood } from '../mood/moods.ts'
import { frame } from './frame.ts'

const PUSH_MS = 1000
/** Also without news: the window moves on, and data grow stale. */
const ALL_EVERY = 15
/** A record reaches the feed and the store by different ways: a brand with news is looked at this many times. */
const ROUNDS = 3
/** Of its time, at most one part in this many goes into moods: a slow store is not asked every second. */
const SHARE = 5

/**
 * Tells the 24-hour moods that changed, at most once a second, made once for all readers. Nothing is computed while
 * nobody listens.
 */
export class MoodPush {
  readonly #context: Context
  /** Brand → rounds in which it is still to be looked at. */
  readonly #dirty = new Map<string, number>()
  readonly #last = new Map<string, string>()
  #timer: NodeJS.Timeout | null = null
  #busy = false
  #notBefore = 0
  #turn = 0

  constructor(context: Context) {
    this.#context = context
    context.live.watch((arrival) => {
      if (arrival.kind === 'post' || arrival.kind === 'gone')
        for (const brand of arrival.brands) this.#dirty.set(brand, ROUNDS)
      if (arrival.kind === 'gone' || arrival.kind === 'purge' || arrival.kind === 'settings') this.#all()
    })
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      if (this.#turn++ % ALL_EVERY === 0) this.#all()
      if (performance.now() < this.#notBefore) return
      this.push().catch((error: unknown) => this.#context.deps.logger.warn({ err: error }, 'live: no moods'))
    }, PUSH_MS)
    this.#timer.unref()
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }

  /** One round: what is dirty is computed, what differs from the last time is told. */
  async push(): Promise<readonly Mood[]> {
    const { live, moods, deps } = this.#context
    if (this.#busy || live.size === 0 || this.#dirty.size === 0) return []
    this.#busy = true
    const started = performance.now()
    const brands = deps.watched.brands().filter((brand) => this.#dirty.has(brand.id))
    for (const [brand, rounds] of this.#dirty)
      if (rounds > 1) this.#dirty.set(brand, rounds - 1)
      else this.#dirty.delete(brand)
    try {
      const window = { ...windowAt('24h', deps.clock.now()), name: '24h' as const }
      const made = await moods.moods({ brands, window, zone: null, narrow: {} })
      const changed = made.filter((mood) => this.#isNew(mood))
      for (const connection of live.each()) {
        const wanted = changed.filter((m) => connection.filter.brands?.includes(m.brand) ?? true)
        if (wanted.length > 0) connection.push([frame('mood', wanted)], null)
      }
      return changed
    } finally {
      this.#busy = false
      const ended = performance.now()
      this.#notBefore = ended + (ended - started) * (SHARE - 1)
    }
  }

  /** The ends of the window move all the time and are no news. */
  #isNew(mood: Mood): boolean {
    const told = JSON.stringify({ ...mood, window: null })
    if (this.#last.get(mood.brand) === told) return false
    this.#last.set(mood.brand, told)
    return true
  }

  #all(): void {
    for (const brand of this.#context.deps.watched.brands())
      this.#dirty.set(brand.id, Math.max(1, this.#dirty.get(brand.id) ?? 0))
  }
}
