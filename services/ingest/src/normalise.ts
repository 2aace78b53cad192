import type { Lane, Outcome, PostsRecord, SourceKind } from '@moodlight/core'
import type { SourceItem } from '@moodlight/ports'

/** What is known of the source of an item, beside the item. */
export interface SourceFacts {
  readonly source: string
  readonly network: string
  readonly sourceKind: SourceKind
  readonly keep: 'matching' | 'all'
  readonly retentionDays: number
}

/** Makes events of items: one outcome for each, in order; a post may bring the record of its author along. */
export type Normalise = (
  items: readonly SourceItem[],
  facts: SourceFacts,
  lane: Lane,
) => Promise<readonly Outcome<readonly PostsRecord[]>[]>
