import { type Lane, MoodlightError } from '@moodlight/core'
import type { Topic } from '@moodlight/ports'
import { Batch } from './batch.ts'
import type { LogCore } from './core.ts'
import { LANES } from './layout.ts'
import type { Member, Share } from './share.ts'
import { takeOrSleep } from './wake.ts'
import type { WireCommit } from './wire.ts'

/** The bytes of values in one answer, when the caller does not say. */
const DEFAULT_BYTES = 8 * 1024 * 1024

export interface NextOptions {
  max: number
  maxBytes?: number
  waitMs: number
  lanes?: readonly Lane[]
  signal?: AbortSignal
}

/**
 * A member of a group, in the thread of the log. The rule of the lanes: a quarter of every answer (of its records and its
 * bytes) is kept for background while it has something, and every fourth answer when an answer has room for one record only;
 * what one lane leaves, the other gets.
 */
export class SqliteGroupReader {
  readonly #core: LogCore
  readonly #group: string
  readonly #topic: Topic
  readonly #share: Share
  readonly #member: Member
  #turn = 0

  constructor(core: LogCore, group: string, topic: Topic, share: Share) {
    this.#core = core
    this.#group = group
    this.#topic = topic
    this.#share = share
    this.#member = share.join()
    core.wake.rouse(topic)
  }

  next(options: NextOptions): Promise<Batch | null> {
    return takeOrSleep(this.#core.wake, this.#topic, options, () => {
      this.#alive()
      const batch = this.#take(options)
      return batch.size > 0 ? batch : null
    })
  }

  commit(commit: WireCommit): Promise<void> {
    const moves = new Map(
      commit.next.map((p) => [this.#core.layout.stream(this.#topic, p.lane, p.partition), p.offset]),
    )
    const bytes = commit.outputs.reduce((sum, o) => sum + this.#core.bytesOf(o.records), 0)
    const write = () => {
      this.#alive()
      for (const { partition } of commit.next)
        if (!this.#share.holds(this.#member, partition))
          throw new MoodlightError('ML_LOG_COMMIT_STALE', `group ${this.#group}: partition ${partition} is another's`, {
            details: { group: this.#group, partition, moved: true },
          })
      this.#core.positions.check(this.#group, moves)
      for (const { topic, records } of commit.outputs) this.#core.write(topic, records)
      this.#core.positions.advance(this.#group, moves)
      this.#core.ledger.add(commit.ledger)
    }
    return this.#core.writer.run(write, bytes).then(() => this.#committed(moves))
  }

  rewind(): void {
    this.#alive()
    this.#share.rewind(this.#member)
    this.#core.wake.rouse(this.#topic)
  }

  close(): void {
    if (this.#member.closed) return
    this.#share.leave(this.#member)
    this.#core.wake.rouse(this.#topic)
  }

  #alive(): void {
    if (this.#member.closed) throw new MoodlightError('ML_LOG_CLOSED', 'the reader is closed')
  }

  #committed(moves: ReadonlyMap<number, number>): void {
    if (this.#member.closed) return
    for (const [stream, next] of moves) {
      const cursor = this.#share.cursor(this.#member, stream)
      cursor.scanned = Math.max(cursor.scanned, next)
      cursor.handed = Math.max(cursor.handed, next)
    }
    this.#share.settle()
    this.#core.wake.rouse(this.#topic)
  }

  #take(options: NextOptions): Batch {
    const batch = new Batch()
    const { max, maxBytes = DEFAULT_BYTES, lanes = LANES } = options
    const partitions = this.#share.open(this.#member)
    if (max <= 0 || partitions.length === 0) return batch
    this.#turn++
    this.#refuseGap(partitions, lanes)
    if (lanes.length === 1) {
      this.#lane(lanes[0]!, partitions, max, maxBytes, batch)
      return batch
    }
    const kept = max > 1 ? Math.max(1, Math.floor(max / 4)) : this.#turn % 4 === 0 ? 1 : 0
    this.#lane('live', partitions, max - kept, maxBytes - Math.floor(maxBytes / 4), batch)
    this.#lane('background', partitions, max - batch.size, maxBytes - batch.bytes, batch)
    if (batch.bytes < maxBytes) this.#lane('live', partitions, max - batch.size, maxBytes - batch.bytes, batch)
    return batch
  }

  /** Every partition gets an equal part; the first to be asked changes from call to call; what is left goes round again. */
  #lane(lane: Lane, partitions: readonly number[], max: number, maxBytes: number, batch: Batch): void {
    const start = batch.size
    const startBytes = batch.bytes
    const n = partitions.length
    for (const part of n > 1 ? [Math.ceil(max / n), max] : [max]) {
      for (let i = 0; i < n; i++) {
        const records = Math.min(part, max - (batch.size - start))
        const left = maxBytes - (batch.bytes - startBytes)
        if (records <= 0 || (left <= 0 && batch.size > start)) return
        const stream = this.#core.layout.stream(this.#topic, lane, partitions[(this.#turn + i) % n]!)
        const cursor = this.#share.cursor(this.#member, stream)
        const before = batch.size
        const budget = { records, bytes: part === max ? left : Math.ceil(maxBytes / n), force: before === start }
        cursor.scanned = this.#core.segments.read(stream, cursor.scanned, budget, batch)
        if (batch.size > before) cursor.handed = batch.offsets.at(-1)! + 1
      }
    }
  }

  #refuseGap(partitions: readonly number[], lanes: readonly Lane[]): void {
    const { layout, segments } = this.#core
    const gone = lanes
      .flatMap((lane) => partitions.map((p) => layout.stream(this.#topic, lane, p)))
      .filter((stream) => this.#share.cursor(this.#member, stream).scanned < segments.floor(stream))
    if (gone.length === 0) return
    throw new MoodlightError('ML_LOG_GAP', `group ${this.#group}: records that it had not committed are gone`, {
      // To accept the loss, commit `resume`.
      details: {
        group: this.#group,
        topic: this.#topic,
        resume: gone.map((stream) => layout.position(stream, segments.floor(stream))),
        lost: gone.reduce((n, s) => n + segments.floor(s) - this.#share.cursor(this.#member, s).scanned, 0),
      },
    })
  }
}
