import type { Hole, SettingsEvent } from '@moodlight/core'

/** One mention as the columns that lists and counts need. */
export interface PreparedMention {
  readonly brand: string
  readonly sure: 0 | 1
  readonly label: string
  readonly voice: string
  readonly counted: 0 | 1
  readonly reason: string | null
  /** See `intentBits`. */
  readonly intents: number
}

/** A label given by a person, as it came in with an event. */
export interface PersonLabel {
  readonly brand: string
  readonly at: number
  /** JSON text of the Sentiment. */
  readonly sentiment: string
}

/**
 * A post ready to be written: JSON and search stream are made in the caller's thread, so that the one writer only writes and
 * nothing but flat values crosses between threads.
 */
export interface PreparedPost {
  readonly t: 'post'
  readonly id: string
  readonly generation: number
  readonly version: number
  readonly origin: string
  readonly at: number
  /** `at` is the time it was heard, since the source gave none. */
  readonly heard: boolean
  readonly changedAt: number
  readonly source: string
  readonly language: string
  readonly author: string | null
  readonly voter: string
  readonly site: string | null
  readonly hash: string | null
  readonly sim: string | null
  readonly repostOf: string | null
  readonly brands: string
  readonly modelHash: string
  readonly enrichmentVersion: number
  readonly json: string
  /** Escaped search tokens; null: no mentions, so not searched. */
  readonly stream: string | null
  readonly mentions: readonly PreparedMention[]
  readonly persons: readonly PersonLabel[]
}

export type Prepared =
  | PreparedPost
  | {
      readonly t: 'tombstone'
      readonly id: string
      readonly source: string
      readonly at: number
      readonly reason: string
    }
  | { readonly t: 'purge'; readonly author: string; readonly until: number; readonly at: number }
  | {
      readonly t: 'engagement'
      readonly id: string
      readonly source: string
      readonly at: number
      readonly counts: string
    }
  | {
      readonly t: 'author'
      readonly key: string
      readonly network: string
      readonly handle: string | null
      readonly name: string | null
      readonly seenAt: number
      readonly json: string
    }
  | { readonly t: 'hole'; readonly hole: Hole; readonly json: string }
  | { readonly t: 'tick'; readonly at: number }
  | { readonly t: 'settings'; readonly event: SettingsEvent }
