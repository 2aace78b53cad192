import type { Lane, Outcome } from '@moodlight/core'
import type { LedgerDelta } from '@moodlight/ports'

/** Adds up outcomes into rows of the ledger: law 4, received = ok + dropped + dead + in flight. */
export class Tally {
  readonly #stage: string
  readonly #rows = new Map<string, LedgerDelta>()

  constructor(stage: string) {
    this.#stage = stage
  }

  add(source: string, { lane, partition }: { lane: Lane; partition: number }, outcome: Outcome<unknown>): void {
    const reason = outcome.kind === 'drop' ? outcome.reason : outcome.kind === 'dead' ? outcome.code : ''
    const key = `${source}\u0000${lane}\u0000${partition}\u0000${outcome.kind}\u0000${reason}`
    const sum = (this.#rows.get(key)?.n ?? 0) + 1
    this.#rows.set(key, { stage: this.#stage, source, lane, outcome: outcome.kind, reason, n: sum, partition })
  }

  deltas(): readonly LedgerDelta[] {
    return [...this.#rows.values()]
  }
}
