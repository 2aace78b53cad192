import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { MoodlightError } from '@moodlight/core'
import type { LedgerDelta, Topic } from '@moodlight/ports'
import type { ResolvedOptions } from './config.ts'
import { openDatabase } from './database.ts'
import { SqliteGroupReader } from './group-reader.ts'
import { Layout } from './layout.ts'
import { Ledger } from './ledger.ts'
import { Positions } from './positions.ts'
import { Retention } from './retention.ts'
import { Segments } from './segments.ts'
import { Share } from './share.ts'
import { coded } from './sqlite-error.ts'
import { SqliteTail } from './tail-reader.ts'
import { Wake } from './wake.ts'
import { BROADCAST, laneOfFlags, type NewColumns, type PositionColumns, partitionOfFlags } from './wire.ts'
import { Writer } from './writer.ts'

/** A record over this is refused; the longest event of ours is well below. */
const MAX_RECORD = 8 * 1024 * 1024

/** The log of one file, in the thread that owns it. */
export class LogCore {
  readonly db: DatabaseSync
  /** Names this log in the ids of `tail`. */
  readonly id: string
  readonly layout: Layout
  readonly segments: Segments
  readonly positions: Positions
  readonly ledger: Ledger
  readonly writer: Writer
  readonly wake = new Wake()
  readonly retention: Retention
  readonly #shares = new Map<string, Share>()
  readonly #touched = new Set<Topic>()
  readonly #file: string
  #lastAt = 0

  /** @throws see openLog */
  constructor(options: ResolvedOptions) {
    this.#file = options.file
    this.db = openDatabase(options.file, options.synchronous)
    try {
      const meta = openMeta(this.db, options)
      this.id = meta.id
      this.layout = new Layout(meta.partitions)
      // A tenth of the age: what is removed by age is at most that much late.
      const segmentMs = Math.max(1, Math.floor(options.maxAgeMs / 10))
      this.segments = new Segments(this.db, this.layout.streams, options.segmentBytes, segmentMs)
      this.positions = new Positions(this.db, this.layout, this.segments)
      this.ledger = new Ledger(this.db)
    } catch (error) {
      this.db.close()
      throw this.coded(error)
    }
    this.writer = new Writer(this.db, options, this.segments, this.positions, () => this.#rouse())
    this.retention = new Retention(this, options)
  }

  /** An error of SQLite as one of ours. */
  coded(error: unknown): unknown {
    return coded(error, this.#file)
  }

  /** Never goes back, so that time rises with the offset. */
  now(): number {
    this.#lastAt = Math.max(this.#lastAt, Date.now())
    return this.#lastAt
  }

  append(topic: Topic, records: NewColumns, ledger: readonly LedgerDelta[]): Promise<PositionColumns> {
    return this.writer.run(() => {
      this.#check(records)
      const positions = this.write(topic, records)
      this.ledger.add(ledger)
      return positions
    }, this.bytesOf(records))
  }

  /** Within a transaction. */
  write(topic: Topic, records: NewColumns): PositionColumns {
    const { keys, values, flags } = records
    const at = this.now()
    const streams = new Uint16Array(keys.length)
    const offsets = new Float64Array(keys.length)
    for (let i = 0; i < keys.length; i++) {
      const lane = laneOfFlags(flags[i]!)
      const all = (flags[i]! & BROADCAST) !== 0
      const asked = partitionOfFlags(flags[i]!)
      const own = asked === null ? this.layout.partitionOf(keys[i]!) : asked % this.layout.partitions
      const first = all ? 0 : own
      streams[i] = this.layout.stream(topic, lane, first)
      offsets[i] = this.segments.append(streams[i]!, keys[i]!, values[i]!, at)
      for (let p = 1; all && p < this.layout.partitions; p++)
        this.segments.append(this.layout.stream(topic, lane, p), keys[i]!, values[i]!, at)
    }
    if (keys.length > 0) this.#touched.add(topic)
    return { streams, offsets }
  }

  /** About what the records take in the file. */
  bytesOf(records: NewColumns): number {
    return records.values.reduce((sum, value, i) => sum + value.length + records.keys[i]!.length + 16, 0)
  }

  async reader(group: string, topic: Topic): Promise<SqliteGroupReader> {
    if (!this.positions.registered(group, topic)) await this.writer.run(() => this.positions.register(group, topic))
    const name = `${topic} ${group}`
    let share = this.#shares.get(name)
    if (!share) {
      share = new Share(group, topic, this.layout, this.positions)
      this.#shares.set(name, share)
    }
    return new SqliteGroupReader(this, group, topic, share)
  }

  tail(topic: Topic, from: string): SqliteTail {
    return new SqliteTail(this, topic, from)
  }

  /** Writes what is queued, moves the WAL into the file and closes it. */
  close(): void {
    this.retention.stop()
    this.writer.close()
    try {
      this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch {
      // No space, say: the WAL stays beside the file, complete, and the next start reads it.
    }
    this.db.close()
  }

  #check(records: NewColumns): void {
    for (const [i, value] of records.values.entries())
      if (value.length > MAX_RECORD)
        throw new MoodlightError(
          'ML_EVENT_TOO_LARGE',
          `a record of ${value.length} characters; ${MAX_RECORD} are allowed`,
          {
            details: { key: records.keys[i] },
          },
        )
  }

  #rouse(): void {
    const touched = [...this.#touched]
    this.#touched.clear()
    for (const topic of touched) this.wake.rouse(topic)
  }
}

function openMeta(db: DatabaseSync, options: ResolvedOptions): { id: string; partitions: number } {
  const rows = db.prepare('SELECT name, value FROM meta').all() as { name: string; value: string }[]
  const meta = new Map(rows.map((row) => [row.name, row.value]))
  const id = meta.get('id')
  const partitions = Number(meta.get('partitions'))
  if (id !== undefined) {
    if (options.partitions === null || options.partitions === partitions) return { id, partitions }
    throw new MoodlightError(
      'ML_CONFIG_INVALID',
      `log.partitions is ${options.partitions}, but ${options.file} was made with ${partitions}; order per key hangs on it, so it cannot change`,
    )
  }
  const fresh = { id: randomBytes(5).toString('hex'), partitions: options.partitions ?? 4 }
  db.prepare('INSERT INTO meta (name, value) VALUES (?, ?), (?, ?)').run(
    'id',
    fresh.id,
    'partitions',
    String(fresh.partitions),
  )
  return fresh
}
