import type { DatabaseSync } from 'node:sqlite'
import { MoodlightError } from '@moodlight/core'
import type { ApplyResult, EraseReport, Lease, RecountReport } from '@moodlight/ports'
import type { Prepared } from '@moodlight/store-rules'
import { applyOne } from './apply/apply.ts'
import { Transaction } from './apply/transaction.ts'
import { openWriter } from './db/database.ts'
import { storeError } from './db/sqlite-error.ts'
import { type Query, statements } from './db/statements.ts'
import { checkTokens } from './db/tokens.ts'
import { type EraseOrder, erase } from './mend/erase.ts'
import { expire } from './mend/expire.ts'
import { beginGeneration, dropGeneration, switchGeneration } from './mend/generations.ts'
import { recount } from './mend/recount.ts'
import { currentVersion, type DocumentRow, type DocumentWrite, writeDocument } from './state/documents.ts'
import { acquireLease, releaseLease } from './state/leases.ts'

/** What the writer thread answers to. Everything that changes the file passes here, one call after the other. */
export type WriterApi = {
  apply(batch: readonly Prepared[]): Promise<readonly ApplyResult[]>
  write(writes: readonly DocumentWrite[]): Promise<readonly (DocumentRow | null)[]>
  remove(write: DocumentWrite): Promise<boolean>
  acquire(name: string, holder: string, ttlMs: number, now: number): Promise<Lease | null>
  release(lease: Lease): Promise<void>
  erase(order: EraseOrder): Promise<EraseReport>
  recount(reindex: boolean, progress: SharedArrayBuffer | null): Promise<RecountReport>
  expire(retention: readonly { source: string; before: number }[]): Promise<number>
  beginGeneration(): Promise<number>
  switchGeneration(generation: number, by: { readonly at: number; readonly who: string } | null): Promise<void>
  dropGeneration(generation: number): Promise<void>
  close(): Promise<void>
}

export interface WriterOptions {
  readonly file: string
  readonly synchronous: 'full' | 'off'
  /** Open although the index was made by another tokeniser: only to rebuild it. */
  readonly mend: boolean
}

/** Opens the file for writing. @throws ML_STORE_TOKENS, ML_STORE_CORRUPT, ML_STORE_FULL, ML_DATA_UNWRITABLE */
export function createWriter({ file, synchronous, mend }: WriterOptions): WriterApi {
  const db = guard(file, () => openWriter(file, synchronous))
  const q = statements(db)
  if (!mend) checkTokens(q)

  const within = <T>(work: (t: Transaction) => T): T => guard(file, () => transaction(db, q, work))
  const state = <T>(work: () => T): T => guard(file, () => plainTransaction(db, work))
  return {
    async apply(batch) {
      checkTokens(q)
      return within((t) => batch.map((event) => applyOne(t, event)))
    },
    write: async (writes) => state(() => writes.map((write) => writeDocument(q, write))),
    remove: async (write) =>
      state(() => {
        const there = currentVersion(q, write.kind, write.id) > 0
        writeDocument(q, { ...write, value: null })
        return there
      }),
    acquire: async (name, holder, ttlMs, now) => state(() => acquireLease(q, name, holder, ttlMs, now)),
    release: async (lease) => state(() => releaseLease(q, lease)),
    async erase(order) {
      const report = within((t) => erase(t, order))
      guard(file, () => truncateWal(db))
      return report
    },
    recount: async (reindex, progress) => {
      if (!reindex) checkTokens(q)
      return within((t) => recount(t, reindex, progress))
    },
    expire: async (retention) => {
      let removed = 0
      // In steps, so that a large expiry neither holds a transaction open for long nor keeps the index waiting.
      for (;;) {
        const n = within((t) => expire(t, retention))
        removed += n.posts
        if (!n.more) return removed
        await turn()
      }
    },
    beginGeneration: async () => within(beginGeneration),
    switchGeneration: async (generation, by) => within((t) => switchGeneration(t, generation, by)),
    dropGeneration: async (generation) => {
      while (within((t) => dropGeneration(t, generation))) await turn()
    },
    close: async () => {
      if (db.isOpen) db.close()
    },
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

function transaction<T>(db: DatabaseSync, q: Query, work: (t: Transaction) => T): T {
  return plainTransaction(db, () => {
    const t = new Transaction(q)
    const result = work(t)
    t.flush()
    return result
  })
}

function plainTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    // A full disk may have rolled back already.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

function truncateWal(db: DatabaseSync): void {
  const row = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }
  if (row.busy)
    throw new MoodlightError('ML_BUSY', 'the WAL could not be emptied: a reader is busy; repeat the erasure')
}

function guard<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw storeError(error, file)
  }
}
