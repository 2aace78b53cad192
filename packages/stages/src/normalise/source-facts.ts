import type { Lane, SourceKind } from '@moodlight/core'
import type { SourceItem } from '@moodlight/ports'

/** What normalise must know of a configured source. */
export interface SourceFacts {
  readonly source: string
  /** The network of items that name none. */
  readonly network: string
  readonly sourceKind: SourceKind
  /** matching: only posts that name a watched brand are kept. */
  readonly keep: 'matching' | 'all'
  /** Posts older than this are dropped as too old. */
  readonly retentionDays: number
}

/** One item on its way in. */
export interface Incoming<Item extends SourceItem = SourceItem> {
  readonly item: Item
  readonly facts: SourceFacts
  readonly lane: Lane
}
