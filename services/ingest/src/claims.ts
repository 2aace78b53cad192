import type { Clock, Millis } from '@moodlight/core'
import { pause } from '@moodlight/pipeline'
import { type Lease, STATE_KINDS, type StateStore } from '@moodlight/ports'
import type { Logger } from './logger.ts'

/** Something that only one instance may do at a time. */
export interface Duty {
  /** Name of its lease. */
  readonly name: string
  /** false: a small thing that is not counted when the work is shared out. */
  readonly counts: boolean
  /** Runs until the signal aborts or the work has ended; writes carry the lease, so that those of a stale holder are refused. */
  run(lease: Lease, signal: AbortSignal): Promise<void>
}

export interface ClaimsOptions {
  readonly state: StateStore
  readonly clock: Clock
  readonly logger: Logger
  /** Unlike any other instance's, also after a restart. */
  readonly holder: string
  /** A holder that was not heard of for so long is gone. */
  readonly leaseMs: Millis
}

interface Held {
  lease: Lease
  readonly abort: AbortController
  work: Promise<void>
}

/**
 * Shares duties out among all instances: each holds its part (their number divided by the instances that are alive), gives up
 * what is over it when another comes, and takes what nobody holds. Three rounds fit into one lease.
 */
export class Claims {
  readonly #options: ClaimsOptions
  readonly #duties: readonly Duty[]
  readonly #held = new Map<string, Held>()
  readonly #stopping = new AbortController()
  readonly #running: Promise<void>
  readonly #watch: NodeJS.Timeout
  #failure: string | null = null

  constructor(options: ClaimsOptions, duties: readonly Duty[]) {
    this.#options = options
    // Each begins elsewhere, so that two that start together do not run for the same ones.
    const first = [...options.holder].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 9973, 7) % (duties.length || 1)
    this.#duties = [...duties.slice(first), ...duties.slice(0, first)]
    // Beside the rounds, since one of them may wait for an answer for longer than a lease lasts.
    this.#watch = setInterval(() => this.#endWhatRanOut(), options.leaseMs / 3).unref()
    this.#running = this.#rounds()
  }

  /** Names of the duties that are held here. */
  get held(): readonly string[] {
    return [...this.#held.keys()]
  }

  /** Why the last round failed; null when it did not. */
  get failure(): string | null {
    return this.#failure
  }

  /** Ends all duties and gives them back, so that others need not wait for the leases to run out. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
    clearInterval(this.#watch)
    await Promise.all([...this.#held.keys()].map((name) => this.#giveUp(name)))
    const { state, holder } = this.#options
    await state.remove(STATE_KINDS.instance, holder).catch(() => false)
  }

  async #rounds(): Promise<void> {
    const { logger, leaseMs } = this.#options
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        await this.#round()
        this.#failure = null
      } catch (error) {
        if (this.#failure === null) logger.warn({ err: error }, 'the leases of the sources cannot be renewed')
        this.#failure = error instanceof Error ? error.message : String(error)
      }
      await pause(leaseMs / 3, signal)
    }
  }

  async #round(): Promise<void> {
    const { state, holder, leaseMs } = this.#options
    const alive = await this.#alive()
    const share = Math.ceil(this.#duties.filter((duty) => duty.counts).length / alive)
    for (const [name, held] of [...this.#held]) {
      const lease = await state.acquire(name, holder, leaseMs)
      if (lease?.fence === held.lease.fence) held.lease = lease
      else await this.#lost(name, lease)
    }
    const mine = () => this.#duties.filter((duty) => duty.counts && this.#held.has(duty.name))
    for (const { name } of mine().slice(share)) await this.#giveUp(name)
    for (const duty of this.#duties) {
      if (this.#stopping.signal.aborted) return
      if (this.#held.has(duty.name) || (duty.counts && mine().length >= share)) continue
      const lease = await state.acquire(duty.name, holder, leaseMs)
      if (lease) this.#begin(duty, lease)
    }
  }

  /** How many instances were heard of lately, this one among them; those long gone are forgotten. */
  async #alive(): Promise<number> {
    const { state, clock, holder, leaseMs } = this.#options
    const now = clock.now()
    await state.put(STATE_KINDS.instance, holder, { at: now })
    const all = await state.list<{ at: Millis }>(STATE_KINDS.instance, { limit: 1000 })
    const gone = all.filter(({ value }) => value.at < now - 20 * leaseMs)
    for (const { id } of gone) await state.remove(STATE_KINDS.instance, id).catch(() => false)
    return Math.max(1, all.filter(({ value }) => value.at > now - leaseMs).length)
  }

  #begin(duty: Duty, lease: Lease): void {
    const { logger } = this.#options
    const abort = new AbortController()
    logger.info({ duty: duty.name, fence: lease.fence }, 'taken over')
    const held: Held = { lease, abort, work: Promise.resolve() }
    held.work = duty.run(lease, abort.signal).catch(async (error) => {
      if (abort.signal.aborted) return
      logger.warn({ duty: duty.name, err: error }, 'given back: it could not be done here')
      // Not from within: giving up waits for this very work.
      setImmediate(() => void this.#giveUp(duty.name))
    })
    this.#held.set(duty.name, held)
  }

  async #giveUp(name: string): Promise<void> {
    const held = this.#held.get(name)
    if (!held) return
    held.abort.abort()
    await held.work
    this.#held.delete(name)
    this.#options.logger.info({ duty: name }, 'given up')
    await this.#options.state.release(held.lease).catch(() => undefined)
  }

  /** `renewed`: ours again under another fence, since it had run out and another had it meanwhile. */
  async #lost(name: string, renewed: Lease | null): Promise<void> {
    const held = this.#held.get(name) as Held
    this.#options.logger.warn({ duty: name, fence: held.lease.fence }, 'lost to another instance')
    held.abort.abort()
    await held.work
    this.#held.delete(name)
    if (renewed) await this.#options.state.release(renewed)
  }

  /** Nobody answers: what may already be another's must not go on here. */
  #endWhatRanOut(): void {
    const now = this.#options.clock.now()
    for (const [name, held] of this.#held)
      if (held.lease.until <= now && !held.abort.signal.aborted) {
        held.abort.abort()
        void held.work.then(() => this.#held.delete(name))
      }
  }
}
