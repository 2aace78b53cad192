import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Batch } from './batch.ts'

/** A table of records that follow each other in one stream. */
export interface Segment {
  readonly id: number
  readonly base: number
  /** When it was begun. */
  readonly since: number
  /** How many of its records were expunged. */
  readonly blanked: number
}

interface Statements {
  readonly insert: StatementSync
  readonly select: StatementSync
}

/** The first character of the key of an expunged record, which is overwritten in place and then passed over. */
export const BLANK = '\u007f'

/** Where reading stops. `force`: the first record is taken even when it is over the bytes. */
export interface Budget {
  readonly records: number
  readonly bytes: number
  readonly force: boolean
}

/**
 * The records, in one table per segment of a stream. Records are only ever added at the right edge of a table, overwritten
 * in place (expunge), or go with their whole table (retention). A DELETE of single rows is avoided on purpose: SQLite then
 * moves neighbours between pages and leaves old copies of them in the free part of a page, where secure_delete does not reach
 * (measured: some in ten thousand), so that a later expunge would not find every copy. See retention.test.ts.
 */
export class Segments {
  readonly #db: DatabaseSync
  readonly #segmentBytes: number
  readonly #segmentMs: number
  readonly #statements = new Map<number, Statements>()
  #lists: (readonly Segment[])[]
  #heads: Float64Array
  #bytes: Float64Array

  constructor(db: DatabaseSync, streams: number, segmentBytes: number, segmentMs: number) {
    this.#db = db
    this.#segmentBytes = segmentBytes
    this.#segmentMs = segmentMs
    this.#lists = Array.from({ length: streams }, () => [])
    this.#heads = new Float64Array(streams)
    this.#bytes = new Float64Array(streams)
    const rows = db.prepare('SELECT id, stream, base, since, blanked FROM segment ORDER BY stream, base').all()
    for (const row of rows as unknown as (Segment & { stream: number })[])
      this.#lists[row.stream] = [...this.list(row.stream), row]
    for (const [stream, list] of this.#lists.entries()) {
      const active = list.at(-1)
      if (!active) continue
      const last = db.prepare(`SELECT max(n) AS n, sum(octet_length(value)) AS bytes FROM s${active.id}`).get()
      this.#heads[stream] = last?.['n'] === null ? active.base : Number(last?.['n']) + 1
      this.#bytes[stream] = Number(last?.['bytes'] ?? 0)
    }
  }

  /** What a transaction may change in memory; {@link restore} takes it back after a rollback. */
  snapshot() {
    return { lists: this.#lists.slice(), heads: this.#heads.slice(), bytes: this.#bytes.slice() }
  }

  restore(snapshot: ReturnType<Segments['snapshot']>): void {
    this.#lists = snapshot.lists
    this.#heads = snapshot.heads
    this.#bytes = snapshot.bytes
    this.#statements.clear()
  }

  list(stream: number): readonly Segment[] {
    return this.#lists[stream]!
  }

  /** The oldest offset that retention has left. */
  floor(stream: number): number {
    return this.#lists[stream]![0]?.base ?? 0
  }

  /** The offset that the next record gets. */
  head(stream: number): number {
    return this.#heads[stream]!
  }

  /** Where a segment ends: the base of the one after it, or the head. */
  end(stream: number, index: number): number {
    return this.#lists[stream]![index + 1]?.base ?? this.#heads[stream]!
  }

  /** Within a transaction. Returns the offset. */
  append(stream: number, key: string, value: string, now: number): number {
    const offset = this.#heads[stream]!
    let active = this.#lists[stream]!.at(-1)
    const full = this.#bytes[stream]! >= this.#segmentBytes
    if (!active || (offset > active.base && (full || now - active.since >= this.#segmentMs)))
      active = this.roll(stream, now)
    this.#of(active.id).insert.run(offset, now, key, value)
    this.#heads[stream] = offset + 1
    this.#bytes[stream]! += key.length + value.length
    return offset
  }

  /** Within a transaction: begins a new segment. */
  roll(stream: number, now: number): Segment {
    const base = this.#heads[stream]!
    const row = this.#db.prepare('INSERT INTO segment (stream, base, since) VALUES (?, ?, ?)').run(stream, base, now)
    const segment = { id: Number(row.lastInsertRowid), base, since: now, blanked: 0 }
    this.#db.exec(
      `CREATE TABLE s${segment.id} (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL)`,
    )
    this.#lists[stream] = [...this.#lists[stream]!, segment]
    this.#bytes[stream] = 0
    return segment
  }

  /** Within a transaction: removes the oldest segment with its records. The last one is replaced by an empty one. */
  drop(stream: number, now: number): void {
    if (this.#lists[stream]!.length === 1) this.roll(stream, now)
    const [oldest, ...rest] = this.#lists[stream]!
    this.#statements.delete(oldest!.id)
    this.#db.exec(`DROP TABLE s${oldest!.id}`)
    this.#db.prepare('DELETE FROM segment WHERE id = ?').run(oldest!.id)
    this.#lists[stream] = rest
  }

  /** Within a transaction: notes that n more records of a segment are blank. */
  blanked(stream: number, id: number, n: number): void {
    this.#db.prepare('UPDATE segment SET blanked = blanked + ? WHERE id = ?').run(n, id)
    this.#lists[stream] = this.#lists[stream]!.map((s) => (s.id === id ? { ...s, blanked: s.blanked + n } : s))
  }

  /** Adds records from `from` on to the batch; returns the offset after the last one looked at. */
  read(stream: number, from: number, budget: Budget, batch: Batch): number {
    const list = this.#lists[stream]!
    const limit = batch.size + budget.records
    const maxBytes = batch.bytes + budget.bytes
    const must = batch.size + (budget.force ? 1 : 0)
    let next = Math.max(from, this.floor(stream))
    let index = Math.max(
      0,
      list.findLastIndex((s) => s.base <= next),
    )
    for (; index < list.length && next < this.#heads[stream]!; index++) {
      const end = this.end(stream, index)
      // A blank record costs a row of the limit; the loop goes round again for what it took away.
      while (next < end) {
        const room = limit - batch.size
        if (room <= 0) return next
        const before = next
        // `all` is half again as fast as `iterate`, and a segment bounds what it can hold.
        for (const row of this.#of(list[index]!.id).select.all(next, room)) {
          const [n, at, key, value] = row as unknown as [number, number, string, string]
          if (!key.startsWith(BLANK)) {
            const bytes = Buffer.byteLength(value)
            if (batch.bytes + bytes > maxBytes && batch.size >= must) return next
            batch.push(stream, n, at, key, value, bytes)
          }
          next = n + 1
        }
        if (next === before) next = end
      }
    }
    return next
  }

  /** Records that are still there from `from` on. */
  count(stream: number, from: number): number {
    const start = Math.max(from, this.floor(stream))
    let n = this.#heads[stream]! - start
    for (const [i, segment] of this.#lists[stream]!.entries()) {
      if (segment.blanked === 0 || this.end(stream, i) <= start) continue
      const sql = `SELECT count(*) AS n FROM s${segment.id} WHERE n >= ? AND substr(key, 1, 1) = ?`
      n -= Number(this.#db.prepare(sql).get(start, BLANK)?.['n'])
    }
    return n
  }

  /** When the newest record of a segment was written; null when it is empty. */
  newest(id: number): number | null {
    return Number(this.#db.prepare(`SELECT at FROM s${id} ORDER BY n DESC LIMIT 1`).get()?.['at'] ?? Number.NaN) || null
  }

  #of(id: number): Statements {
    let statements = this.#statements.get(id)
    if (!statements) {
      const select = this.#db.prepare(`SELECT n, at, key, value FROM s${id} WHERE n >= ? ORDER BY n LIMIT ?`)
      select.setReturnArrays(true)
      statements = { insert: this.#db.prepare(`INSERT INTO s${id} (n, at, key, value) VALUES (?, ?, ?, ?)`), select }
      this.#statements.set(id, statements)
    }
    return statements
  }
}
