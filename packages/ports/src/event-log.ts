import type { Lane, LogPosition, Millis } from '@moodlight/core'
import type { AuthorKeyString } from './author-key.ts'

/** The topics of the house. */
export type Topic = 'posts' | 'mentions'

/** A record to be written. `key` decides the partition: the post id, or the author key for `author` events. */
export interface NewRecord {
  readonly key: string
  /** JSON text of one event. The log never looks inside. */
  readonly value: string
  readonly lane: Lane
  /** true: one copy into every partition of the lane (ticks, purges, settings). */
  readonly broadcast?: boolean
  /** This very partition (modulo their number) instead of the key's: a stage passes broadcast copies on, each in its own. */
  readonly partition?: number
}

/** A record as read. Offsets rise within (topic, lane, partition) and are never reused; gaps are allowed. */
export interface LogRecord {
  readonly position: LogPosition
  readonly key: string
  readonly value: string
  /** When it was appended. */
  readonly at: Millis
}

/** What a stage says about a stretch of positions: n records of that outcome. See law 4 of the runner. */
export interface LedgerDelta {
  readonly stage: string
  readonly source: string
  readonly lane: Lane
  readonly outcome: 'ok' | 'drop' | 'dead'
  /** Drop reason or error code; empty for ok. */
  readonly reason: string
  readonly n: number
  /**
   * Of a commit: the partition that it was counted in. A log whose commits may be seen late keeps its sums by it, so that positions
   * that are read once more replace what was counted of them.
   */
  readonly partition?: number
}

/** A row of the ledger: the sum of all deltas committed so far. `received` of a stage is the sum over its outcomes. */
export type LedgerRow = LedgerDelta

export interface Commit {
  /** Per (lane, partition): the offset that is to be read next. Only the finished prefix may be committed. */
  readonly next: readonly LogPosition[]
  /** What the stage sends on, written before or with the commit. */
  readonly outputs: readonly { readonly topic: Topic; readonly record: NewRecord }[]
  readonly ledger: readonly LedgerDelta[]
}

/** A member of a group. One reader belongs to one caller; calls are not made concurrently. */
export interface GroupReader {
  /**
   * The next records of one lane, in order per partition, after everything handed out before by this reader (committed
   * or not). Live is preferred; background gets its share, so that neither starves. Waits up to `waitMs` for a first
   * record and wakes without polling delay when one is appended; an empty array means that nothing came. A fresh reader
   * starts at the group's commits; a group without commits starts at the oldest record, never at the end.
   * A signal that aborts ends the wait with an empty array.
   * @throws ML_LOG_GAP when records are gone that the group has not committed; to accept the loss, commit `details.resume`
   *   (positions). `details.lost` is how many offsets that passes over.
   */
  next(options: {
    max: number
    maxBytes?: number
    waitMs: number
    lanes?: readonly Lane[]
    signal?: AbortSignal
  }): Promise<readonly LogRecord[]>
  /**
   * Commits. With `capabilities.atomicOutputs` positions, outputs and ledger become durable together or not at all;
   * without it, outputs are durable before the positions, and ledger rows count each position once all the same.
   * A commit that goes back is refused with ML_LOG_COMMIT_STALE; so is one of a partition that has gone to another reader
   * (`details.moved` is true then: nobody's fault, the other one reads it again; `rewind` and go on).
   */
  commit(commit: Commit): Promise<void>
  /** Forgets what was handed out and not committed: the next `next` starts at the commits again. */
  rewind(): Promise<void>
  close(): Promise<void>
}

/** What a live listener reads. `id` is opaque text: a position over all partitions, valid on every instance and after a restart. */
export type TailItem =
  | { readonly kind: 'record'; readonly id: string; readonly record: LogRecord }
  /** Records between the id asked for and the oldest kept are gone. */
  | { readonly kind: 'gap'; readonly id: string }

/** Reading without a group and without effect on others. Only the live lane. */
export interface Tail {
  /** The next items, waiting up to `waitMs`; empty when nothing came. */
  next(options: { max: number; waitMs: number; signal?: AbortSignal }): Promise<readonly TailItem[]>
  close(): Promise<void>
}

export interface GroupLag {
  readonly group: string
  readonly topic: Topic
  readonly lane: Lane
  readonly records: number
  /** Age of the oldest record not committed; 0 when there is none. */
  readonly ageMs: Millis
  /** Time until retention would reach the oldest record not committed; null when retention waits for groups. */
  readonly timeToLossMs: number | null
}

export interface LogCapabilities {
  /** Outputs, ledger and positions of a commit are one transaction. */
  readonly atomicOutputs: boolean
  /** `expunge` removes at once, not at the end of retention. */
  readonly expungesAtOnce: boolean
  /**
   * Retention keeps what a registered group has not committed. Without it a group that is too slow gets ML_LOG_GAP, its lag tells
   * the time that is left (`timeToLossMs`), and nothing is ever skipped in silence.
   */
  readonly retentionWaitsForGroups: boolean
}

/** What a topic still holds of something that was to be erased. */
export interface ExpungeReport {
  readonly removed: number
  /** When the last copy is gone from the log; null: it is gone now. */
  readonly goneBy: Millis | null
}

/**
 * A durable, partitioned log. Laws:
 * - `append` resolves only when the records are on disk (or on enough brokers); rejected means: may or may not be there.
 * - order is kept per key within a lane.
 * - retention never removes what a registered group has not committed (with `capabilities.retentionWaitsForGroups`).
 * - no space: `append` and `commit` fail with ML_LOG_FULL, nothing is half written, and they work again when there is space.
 */
export interface EventLog {
  readonly capabilities: LogCapabilities
  /** Returns the positions of the records in order (for a broadcast: that of the first copy). Ledger rows ride along as in a commit. */
  append(topic: Topic, records: readonly NewRecord[], ledger?: readonly LedgerDelta[]): Promise<readonly LogPosition[]>
  /** Registers the group if new. Several readers of one group share its partitions. */
  reader(group: string, topic: Topic): Promise<GroupReader>
  /** `from`: `now`, `oldest`, or the id of the last item seen (that item is not repeated). @throws ML_QUERY_CURSOR when the id is none. */
  tail(topic: Topic, from: string): Promise<Tail>
  ledger(): Promise<readonly LedgerRow[]>
  lag(): Promise<readonly GroupLag[]>
  /** Removes the records with these keys, and all of these authors (looked up in the values), from every topic. */
  expunge(what: { keys: readonly string[]; authors: readonly AuthorKeyString[] }): Promise<ExpungeReport>
  /** One record by its place, for dead letters and explanations; null when it is gone. */
  read(topic: Topic, position: LogPosition): Promise<LogRecord | null>
  close(): Promise<void>
}
