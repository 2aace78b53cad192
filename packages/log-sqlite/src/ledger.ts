import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { LedgerDelta, LedgerRow } from '@moodlight/ports'

/** Sums of what the stages counted; rows ride in the transaction of the append or commit they belong to. */
export class Ledger {
  readonly #add: StatementSync
  readonly #all: StatementSync

  constructor(db: DatabaseSync) {
    this.#add = db.prepare(
      `INSERT INTO ledger (stage, source, lane, outcome, reason, n) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET n = n + excluded.n`,
    )
    this.#all = db.prepare('SELECT stage, source, lane, outcome, reason, n FROM ledger')
  }

  /** Within a transaction. */
  add(deltas: readonly LedgerDelta[]): void {
    for (const d of deltas) this.#add.run(d.stage, d.source, d.lane, d.outcome, d.reason, d.n)
  }

  rows(): LedgerRow[] {
    return this.#all.all().map((row) => ({ ...row })) as unknown as LedgerRow[]
  }
}
