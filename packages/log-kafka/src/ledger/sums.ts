import type { LedgerDelta, LedgerRow } from '@moodlight/ports'

/** Sums of what the stages counted. */
export class Sums {
  readonly #rows = new Map<string, LedgerRow>()

  add(deltas: readonly LedgerDelta[]): this {
    for (const { stage, source, lane, outcome, reason, n } of deltas) {
      const key = JSON.stringify([stage, source, lane, outcome, reason])
      this.#rows.set(key, { stage, source, lane, outcome, reason, n: (this.#rows.get(key)?.n ?? 0) + n })
    }
    return this
  }

  get rows(): LedgerRow[] {
    return [...this.#rows.values()]
  }
}

type Line = [string, string, LedgerRow['lane'], LedgerRow['outcome'], string, number]

export const packRows = (rows: readonly LedgerRow[]): string =>
  JSON.stringify(rows.map((r): Line => [r.stage, r.source, r.lane, r.outcome, r.reason, r.n]))

export const unpackRows = (text: string): LedgerRow[] =>
  (JSON.parse(text) as Line[]).map(([stage, source, lane, outcome, reason, n]) => ({
    stage,
    source,
    lane,
    outcome,
    reason,
    n,
  }))
