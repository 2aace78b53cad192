import type { Lane, LogPosition } from '@moodlight/core'
import type { Commit, LedgerDelta, LogRecord, NewRecord, TailItem, Topic } from '@moodlight/ports'
import type { Layout } from './layout.ts'

/**
 * What crosses the thread: columns, not objects. Five hundred records as columns cost a tenth of what they cost as objects
 * in the structured clone (measured in bench/log.bench.ts).
 */
export interface RecordColumns {
  readonly streams: Uint16Array
  readonly offsets: Float64Array
  readonly at: Float64Array
  readonly keys: readonly string[]
  readonly values: readonly string[]
}

export interface NewColumns {
  readonly keys: readonly string[]
  readonly values: readonly string[]
  /** Bit 0: background lane. Bit 1: broadcast. From bit 2: the partition asked for plus one; 0: that of the key. */
  readonly flags: Uint16Array
}

export interface PositionColumns {
  readonly streams: Uint16Array
  readonly offsets: Float64Array
}

export interface WireCommit {
  readonly next: readonly LogPosition[]
  readonly outputs: readonly { readonly topic: Topic; readonly records: NewColumns }[]
  readonly ledger: readonly LedgerDelta[]
}

export interface TailColumns {
  /** Ids of the items; a gap item, when there is one, comes first and has no record. */
  readonly ids: readonly string[]
  readonly gap: boolean
  readonly records: RecordColumns
}

export const BACKGROUND = 1
export const BROADCAST = 2
/** No log of ours has more, so that a partition of a foreign log still finds its place. */
const MOST_PARTITIONS = 8192

export function packRecords(records: readonly NewRecord[]): NewColumns {
  const flags = new Uint16Array(records.length)
  for (const [i, record] of records.entries()) {
    const partition = record.partition === undefined ? 0 : (record.partition % MOST_PARTITIONS) + 1
    flags[i] = (record.lane === 'background' ? BACKGROUND : 0) | (record.broadcast ? BROADCAST : 0) | (partition << 2)
  }
  return { keys: records.map((r) => r.key), values: records.map((r) => r.value), flags }
}

/** The partition asked for, or null: that of the key. */
export const partitionOfFlags = (flags: number): number | null => (flags >>> 2 === 0 ? null : (flags >>> 2) - 1)

export const laneOfFlags = (flags: number): Lane => (flags & BACKGROUND ? 'background' : 'live')

/** Outputs to one topic that follow each other travel as one batch; the order within a topic is kept. */
export function packCommit(commit: Commit): WireCommit {
  const byTopic = new Map<Topic, NewRecord[]>()
  for (const { topic, record } of commit.outputs) {
    const records = byTopic.get(topic)
    if (records) records.push(record)
    else byTopic.set(topic, [record])
  }
  return {
    next: commit.next,
    outputs: [...byTopic].map(([topic, records]) => ({ topic, records: packRecords(records) })),
    ledger: commit.ledger,
  }
}

export function unpackRecords(columns: RecordColumns, layout: Layout): LogRecord[] {
  return columns.keys.map((key, i) => ({
    position: layout.position(columns.streams[i]!, columns.offsets[i]!),
    key,
    value: columns.values[i]!,
    at: columns.at[i]!,
  }))
}

export function unpackPositions(columns: PositionColumns, layout: Layout): LogPosition[] {
  return Array.from(columns.streams, (stream, i) => layout.position(stream, columns.offsets[i]!))
}

export function unpackTail(columns: TailColumns, layout: Layout): TailItem[] {
  const items: TailItem[] = columns.gap ? [{ kind: 'gap', id: columns.ids[0]! }] : []
  const skip = items.length
  for (const [i, record] of unpackRecords(columns.records, layout).entries())
    items.push({ kind: 'record', id: columns.ids[i + skip]!, record })
  return items
}
