import type { Millis } from '@moodlight/core'
import type { PostDraft } from '@moodlight/ports'

/** One item of a feed, before it has an identity: the same for RSS, Atom and JSON Feed. */
export interface Entry {
  /** guid or id, trimmed; null when missing or empty. */
  readonly guid: string | null
  /** Absolute http(s) addresses or null. */
  readonly link: string | null
  readonly title: string | null
  readonly text: string
  readonly author: { readonly name: string; readonly url: string | null } | null
  readonly languages: readonly string[]
  readonly publishedAt: Millis | null
  readonly updatedAt: Millis | null
  readonly replyTo: string | null
  readonly replies: number | null
  readonly media: PostDraft['media']
}

/** What the feed says of itself, as far as polling needs it. */
export interface FeedFacts {
  /** Minutes. */
  readonly ttl: number | null
  /** `sy:updatePeriod` divided by `sy:updateFrequency`. */
  readonly updateEveryMs: number | null
  /** Hours of the day (GMT) in which not to ask. */
  readonly skipHours: readonly number[]
  /** Days of the week (GMT, Sunday is 0) on which not to ask. */
  readonly skipDays: readonly number[]
  /** JSON Feed: it is over. */
  readonly expired: boolean
  /** JSON Feed: older items. */
  readonly nextUrl: string | null
}

export const NO_FACTS: FeedFacts = {
  ttl: null,
  updateEveryMs: null,
  skipHours: [],
  skipDays: [],
  expired: false,
  nextUrl: null,
}

export interface ParsedFeed {
  readonly format: 'rss' | 'atom' | 'json'
  readonly entries: readonly Entry[]
  readonly facts: FeedFacts
  /** Why reading stopped before the end of the document; null when it did not. */
  readonly stopped: string | null
}
