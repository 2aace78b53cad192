import type { Lane, SourceKind } from '@moodlight/core'
import type { SourceItem } from '@moodlight/ports'

/** What normalise must know of a configured source. */
export interface SourceFacts {
  readonly id: string
  /** The network of items that name none. */
  readonly network: string
  readonly kind: SourceKind
  /** matching: only posts that name a watched brand are kept. */
  readonly keep: 'matching' | 'all'
  /** Posts older than this are dropped as too old, in milliseconds; null: none is. */
  readonly retentionMs: number | null
}

/** One item on its way in. */
export interface Incoming {
  readonly item: SourceItem
  readonly source: SourceFacts
  readonly lane: Lane
}
