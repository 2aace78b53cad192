import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { refresh } from './client/read.ts'
import { Keeper } from './keeper/keeper.ts'
import { acquireLease, releaseLease } from './state/leases.ts'
import type { Shared } from './store.ts'

const LEASE = 'keeper'
const LEASE_MS = 30_000

/** Runs the keeper in this instance: while it holds the lease, and whenever somebody asks. One pass at a time. */
export class Keeping {
  readonly #shared: Shared
  readonly #keeper: Keeper
  readonly #holder = randomUUID()
  readonly #stop = new AbortController()
  #turn: Promise<unknown> = Promise.resolve()
  #loop: Promise<void> = Promise.resolve()

  constructor(shared: Shared) {
    this.#shared = shared
    this.#keeper = new Keeper(shared)
  }

  /** Keeps on by itself, as long as no other instance does. */
  start(everyMs: number, onError: (error: unknown) => void): void {
    this.#loop = this.#run(everyMs, onError)
  }

  /** Everything that was applied before this call is findable afterwards, with its stories, votes and changes. */
  async settle(): Promise<void> {
    await this.#inTurn(async () => {
      while (!(await this.#keeper.pass()));
    })
    await refresh(
      this.#shared.es,
      this.#shared.names.facts,
      ...this.#shared.meta.generations.map(this.#shared.names.posts),
    )
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#loop
    await this.#turn.catch(() => {})
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.catch(() => {}).then(work)
    this.#turn = mine
    return mine
  }

  async #run(everyMs: number, onError: (error: unknown) => void): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      try {
        const lease = await acquireLease(this.#shared, LEASE, this.#holder, LEASE_MS)
        if (lease) {
          const whole = await this.#inTurn(() => this.#keeper.pass())
          if (signal.aborted) await releaseLease(this.#shared, lease)
          if (!whole) continue
        }
      } catch (error) {
        if (!signal.aborted) onError(error)
      }
      await sleep(everyMs, undefined, { signal }).catch(() => {})
    }
  }
}
