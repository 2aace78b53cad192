import type { Change } from '@moodlight/ports'
import { horizonOf } from '@moodlight/store-rules'
import { Buckets, pruneMinutes } from '../counts/buckets.ts'
import type { Totals } from '../db/database.ts'
import { keptGenerations } from '../db/generations.ts'
import type { Query } from '../db/statements.ts'

/** What one transaction has to know and to sum up; thrown away with the transaction when it fails. */
export class Transaction {
  readonly q: Query
  readonly totals: Totals
  readonly buckets = new Buckets()
  #kept: readonly number[] | null = null
  /** Models met in this transaction, so that each is looked up once. */
  readonly models = new Set<string>()
  readonly #sources = new Map<string, { posts: number; newest: number }>()
  readonly #brands = new Map<string, { generation: number; brand: string; n: number }>()

  constructor(q: Query) {
    this.q = q
    this.totals = q('SELECT * FROM totals').get() as unknown as Totals
  }

  /** The generations that are kept, rising. */
  get kept(): readonly number[] {
    this.#kept ??= keptGenerations(this.q)
    return this.#kept
  }

  /** A time was heard of a source: the clock of the data moves, whatever becomes of the record. */
  hear(source: string, at: number): void {
    this.tick(at)
    const row = this.#source(source)
    if (at > row.newest) row.newest = at
  }

  tick(at: number): void {
    if (at > this.totals.clock) this.totals.clock = at
  }

  /** Numbers a change. Posts are named by pid; `pid` 0 takes the number itself: the change that brings a post. */
  change(kind: Change['kind'], at: number, ref: string | null, pid: number | null = null): number {
    const n = ++this.totals.n
    this.q('INSERT INTO change VALUES (?,?,?,?,?)').run(n, at, kind, ref, pid === 0 ? n : pid)
    return n
  }

  countPost(generation: number, source: string, n: 1 | -1): void {
    if (generation !== this.totals.generation) return
    this.totals.posts += n
    this.#source(source).posts += n
  }

  countMention(generation: number, brand: string, n: 1 | -1): void {
    if (generation === this.totals.generation) this.totals.mentions += n
    const key = `${generation} ${brand}`
    const row = this.#brands.get(key)
    if (row) row.n += n
    else this.#brands.set(key, { generation, brand, n })
  }

  /** Writes what was summed up. Must be the last thing before COMMIT. */
  flush(): void {
    const { q, totals } = this
    for (const [source, row] of this.#sources)
      q(`INSERT INTO source VALUES (?,?,?) ON CONFLICT (source) DO UPDATE
         SET posts = posts + excluded.posts, newest = max(newest, excluded.newest)`).run(source, row.posts, row.newest)
    for (const { generation, brand, n } of this.#brands.values())
      q(`INSERT INTO brand VALUES (?,?,?) ON CONFLICT (generation, brand) DO UPDATE
         SET mentions = mentions + excluded.mentions`).run(generation, brand, n)
    const horizon = horizonOf(totals.clock)
    this.buckets.flush(q, horizon)
    if (horizon > totals.horizon) {
      totals.horizon = horizon
      pruneMinutes(q, horizon)
    }
    q(`UPDATE totals SET n = ?, clock = ?, horizon = ?, posts = ?, mentions = ?, tombstones = ?, corrections = ?`).run(
      totals.n,
      totals.clock,
      totals.horizon,
      totals.posts,
      totals.mentions,
      totals.tombstones,
      totals.corrections,
    )
  }

  #source(source: string): { posts: number; newest: number } {
    let row = this.#sources.get(source)
    if (!row) {
      row = { posts: 0, newest: 0 }
      this.#sources.set(source, row)
    }
    return row
  }
}
