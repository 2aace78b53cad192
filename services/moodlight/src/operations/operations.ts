import type { DeadLetter, SourceKind } from '@moodlight/core'
import type { DeliveryReport, GroupLag, LedgerRow, RecountReport, SourceItem, StoreStats } from '@moodlight/ports'
import type { ReplayOperations } from '../replay/replay-operations.ts'
import type { AcceptedGap } from './accept-gaps.ts'

/** Where items come from that no connector brings: an import, a dead letter sent again. */
export interface ItemSource {
  readonly source: string
  readonly network: string
  readonly sourceKind: SourceKind
  readonly keep: 'matching' | 'all'
}

export interface ErasePlan {
  readonly posts: readonly string[]
  /** Author keys. */
  readonly authors: readonly string[]
}

/** What an erasure did, and what it could not reach. */
export interface ErasureReport {
  readonly posts: number
  readonly mentions: number
  readonly authors: number
  readonly logRecords: number
  readonly deadLetters: number
  readonly suppressed: number
  /** Said in words, for the person who asked. */
  readonly outOfReach: readonly string[]
}

export interface Status {
  readonly demo: boolean
  readonly lag: readonly GroupLag[]
  readonly stats: StoreStats
  /** null: told by the servers' own monitoring. */
  readonly freeBytes: number | null
  readonly problems: readonly string[]
}

/**
 * What the command line can do to an installation. Two ways to have it: through the local API of a running `up`, or by
 * opening the files when nothing runs; a command does not know which.
 */
export interface Operations {
  readonly running: boolean
  ingest(source: ItemSource, items: readonly SourceItem[]): Promise<DeliveryReport>
  /** Resolves when everything in the log is enriched and indexed; tells what is left on the way. */
  settle(onLag: (records: number) => void): Promise<void>
  ledger(): Promise<readonly LedgerRow[]>
  /** See acceptGaps. */
  acceptGaps(): Promise<readonly AcceptedGap[]>
  deadLetters(page: { limit: number; after?: string }): Promise<readonly DeadLetter[]>
  deadLetter(id: string): Promise<DeadLetter | null>
  redrive(id: string): Promise<DeadLetter>
  recount(options: { reindex: boolean }): Promise<RecountReport>
  /** The posts and authors that a name, handle, author key, post id or link stands for. */
  find(what: { author?: string; post?: string; network?: string }): Promise<ErasePlan>
  erase(plan: ErasePlan): Promise<ErasureReport>
  readonly replay: ReplayOperations
  status(): Promise<Status>
  state<T>(kind: string, id: string): Promise<T | null>
  putState(kind: string, id: string, value: unknown): Promise<void>
  /** Lines of JSON: everything the store holds, for export. */
  exportLines(options: { what: 'mentions' | 'posts'; brand?: string }): AsyncIterable<string>
  close(): Promise<void>
}
