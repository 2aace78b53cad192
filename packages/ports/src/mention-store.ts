import type {
  AuthorEvent,
  AuthorPurge,
  EngagementEvent,
  Hole,
  IntentKind,
  Label,
  LanguageVerdict,
  Mention,
  Millis,
  Post,
  PostMentions,
  SettingsEvent,
  Tick,
  Tombstone,
  UnscoredReason,
  Voice,
} from '@moodlight/core'
import type { AuthorKeyString } from './author-key.ts'

/** Everything that the store takes in, in any order, any number of times. */
export type StoreEvent =
  | PostMentions
  | Tombstone
  | AuthorPurge
  | EngagementEvent
  | AuthorEvent
  | Hole
  | Tick
  | SettingsEvent

/**
 * applied: it is what the store says now (also when the very same log record was applied before a crash: see `origin`).
 * duplicate: that version is stored, from another record. superseded: a newer version is stored.
 * erased: the post or its author was deleted, purged or suppressed. refused: the store never takes this record; a dead letter.
 */
export type ApplyResult = 'applied' | 'duplicate' | 'superseded' | 'erased' | 'refused'

/** A word or phrase, as tokens of the package `text`; several tokens must stand side by side. */
export type Phrase = readonly string[]

/** All parts must hold; an array holds when one of its values does; a missing part holds always. Times: from <= at < to. */
export interface MentionFilter {
  readonly brands?: readonly string[]
  readonly sources?: readonly string[]
  readonly languages?: readonly string[]
  readonly labels?: readonly (Label | 'unscored')[]
  /** Mentions that have at least one of these intents. */
  readonly intents?: readonly IntentKind[]
  readonly voices?: readonly Voice[]
  readonly authors?: readonly AuthorKeyString[]
  readonly sites?: readonly string[]
  readonly stories?: readonly string[]
  readonly certainty?: 'sure' | 'unsure'
  readonly from?: Millis
  readonly to?: Millis
  /** Every phrase must stand in title or text. */
  readonly words?: readonly Phrase[]
}

/** A mention as stored, with its post. */
export interface StoredMention {
  /** mentionId(post.id, mention.brand) */
  readonly id: string
  readonly post: Post
  readonly language: LanguageVerdict
  readonly mention: Mention
  /** All mentions of the same post, this one among them. */
  readonly siblings: readonly Mention[]
  readonly labelling: PostMentions['labelling']
  readonly story: StoryRef
  /** Reposts heard so far (pure reposts add reach and are no mentions). */
  readonly reposts: number
  /** The author's separate record, where there is one. */
  readonly author: AuthorEvent | null
}

/** The story a post belongs to: posts that tell the same thing, across all sources. */
export interface StoryRef {
  /** Id of its earliest post. */
  readonly id: string
  readonly posts: number
  readonly authors: number
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Opaque; null at the end. It never expires, never repeats and never skips what was there at the first page. */
  readonly next: string | null
}

/** Length of the finest buckets kept: one minute for the last 48 hours, a quarter of an hour for all history. */
export const MINUTE_MS = 60_000
export const QUARTER_MS = 900_000

export interface CountQuery {
  readonly brands: readonly string[]
  /** Both multiples of `step`; from <= bucket < to. */
  readonly from: Millis
  readonly to: Millis
  /** Width of the buckets of the answer: a multiple of MINUTE_MS (young data) or QUARTER_MS. Hours and days of a zone are summed by the caller. */
  readonly step: number
  readonly sources?: readonly string[]
  readonly languages?: readonly string[]
  /** Columns to keep apart; what is not named is summed. `label` and `counted` are always kept apart. */
  readonly by?: readonly ('source' | 'language')[]
}

export interface CountRow {
  readonly brand: string
  /** Start of the bucket. */
  readonly bucket: Millis
  readonly source: string | null
  readonly language: string | null
  readonly label: Label | 'unscored'
  /** true: voices that count in the mood (public, press); false: own accounts, staff, automated, advertising. */
  readonly counted: boolean
  /** All sure mentions: the volume. */
  readonly mentions: number
  /** Each (author, story) once, at the earliest of its posts: what colour and interval are made of. */
  readonly votes: number
}

/** By how many people, and about how many things, a mood was made. */
export interface Spread {
  readonly authors: number
  readonly stories: number
  /** true: there are so many that a store counted them by estimate (error below 1 %). */
  readonly estimated?: boolean
}

export interface StorySummary extends StoryRef {
  readonly brand: string
  /** The earliest post's mention, to be shown. */
  readonly first: StoredMention
  readonly labels: Readonly<Record<Label | 'unscored', number>>
  readonly lastAt: Millis
}

/** A stored change, numbered from 1 without gaps that matter: `/changes?after=`. */
export interface Change {
  readonly n: number
  readonly at: Millis
  readonly kind: 'post' | 'tombstone' | 'purge' | 'engagement' | 'settings' | 'hole'
  /** Post id, author key, hole id or settings version. */
  readonly ref: string
}

/** A mark for timelines: what may explain a step in a curve. Append-only. */
export interface JournalEntry {
  readonly n: number
  readonly at: Millis
  readonly kind: 'brand' | 'source' | 'model' | 'rule' | 'hole' | 'option'
  readonly ref: string
  readonly text: string
  readonly by: string
}

export interface StoreStats {
  readonly posts: number
  readonly mentions: number
  readonly tombstones: number
  readonly oldest: Millis | null
  readonly newest: Millis | null
  /** Newest `at` per source: age of the data and silence. */
  readonly sources: readonly { readonly source: string; readonly newest: Millis; readonly posts: number }[]
  readonly bytes: number
  readonly generation: number
  readonly tokenVersion: number
}

/** The labellings that a store keeps; see the laws of {@link MentionStore}. */
export interface Generations {
  /** The one that every question is answered from. */
  readonly active: number
  /** All that are kept, rising: those above the active one are being made, those below are former ones. */
  readonly kept: readonly number[]
  /** Number of the newest change. */
  readonly change: number
}

export interface EraseReport {
  readonly posts: number
  readonly mentions: number
  readonly authors: number
}

/** Rows that `recount` found wrong and mended; all zero when the promise held. */
export interface RecountReport {
  readonly buckets: number
  readonly wrong: number
  readonly postings: number
  readonly wrongPostings: number
}

/**
 * Posts and their mentions. Laws:
 * - `apply` is one transaction per call, durable when it resolves, and idempotent: any order, any repetition of the same
 *   events ends in the same store. A version is packVersion(revision, enrichment version) within a generation; older never wins.
 * - every post is kept, also one with an empty list of mentions.
 * - counts, full text, stories and changes change in the same transaction as the mention, the former version subtracted.
 * - a post that is labelled for one generation is taken into every later one that is kept too, as it is and as (revision, 0): so
 *   each has all posts from when it began, with labels that its own replace. What is labelled for a later generation reaches no
 *   earlier one; what is labelled for one that is not kept (any more), and no later one is, is `superseded`. Deletions, purges,
 *   erasures and labels given by people reach all. Questions, changes and counts know the active one only.
 * - a tombstone or purge removes text, mentions, counts and full text at once, and refuses what comes later.
 * - reading never blocks writing.
 */
export interface MentionStore {
  /** Results in the order of the batch. @throws ML_STORE_FULL when there is no space; nothing of the call is kept then. */
  apply(batch: readonly StoreEvent[]): Promise<readonly ApplyResult[]>
  /** Newest first (`at`, then id, both falling) unless `order` is `oldest`. `limit` 1…1000. @throws ML_QUERY_CURSOR */
  mentions(
    filter: MentionFilter,
    page: { limit: number; cursor?: string; order?: 'newest' | 'oldest' },
  ): Promise<Page<StoredMention>>
  mention(id: string): Promise<StoredMention | null>
  /** One stored post with all its mentions, or null; of the active generation unless another is named. */
  post(id: string, generation?: number): Promise<PostMentions | null>
  /** All stored posts of a generation (the active one) by (at, id), rising: replay and re-matching read this, never the log. */
  posts(
    range: { from?: Millis; to?: Millis },
    page: { limit: number; cursor?: string; generation?: number },
  ): Promise<Page<PostMentions>>
  counts(query: CountQuery): Promise<readonly CountRow[]>
  /** Distinct authors of counted mentions. Exact. */
  authors(filter: MentionFilter): Promise<number>
  /** Distinct authors and distinct stories of counted mentions, in one walk. Exact. */
  spread(filter: MentionFilter): Promise<Spread>
  /**
   * The largest stories of a window, by number of posts with that label (all labels when none is given). Only counted voices: what a
   * bot or the brand itself says moves no mood. `sources` and `languages` choose which posts are looked at.
   */
  stories(query: {
    brand: string
    from: Millis
    to: Millis
    label?: Label
    sources?: readonly string[]
    languages?: readonly string[]
    limit: number
  }): Promise<readonly StorySummary[]>
  /** Why mentions are unscored, for the tile's reason. */
  unscored(query: {
    brand: string
    from: Millis
    to: Millis
  }): Promise<readonly { reason: UnscoredReason; n: number }[]>
  holes(range: { from: Millis; to: Millis; sources?: readonly string[] }): Promise<readonly Hole[]>
  journal(range: { from: Millis; to: Millis }): Promise<readonly JournalEntry[]>
  /** Changes after a number, rising. Those from before the oldest stored post are forgotten by {@link expire}. */
  changes(after: number, limit: number): Promise<readonly Change[]>
  author(key: AuthorKeyString): Promise<AuthorEvent | null>
  /** The keys behind a handle or name: what `erase --author @x` needs. */
  findAuthors(handleOrName: string, network?: string): Promise<readonly AuthorEvent[]>
  /** Overwrites what is left in free pages, full text and WAL after tombstones and purges. */
  erase(what: { posts: readonly string[]; authors: readonly AuthorKeyString[]; at: Millis }): Promise<EraseReport>
  recount(options?: { reindex?: boolean; onProgress?: (done: number, total: number) => void }): Promise<RecountReport>
  /** Removes posts older than the source's retention; returns how many. */
  expire(retention: readonly { source: string; before: Millis }[]): Promise<number>
  stats(): Promise<StoreStats>
  generations(): Promise<Generations>
  /** Begins the generation after the active one, under a number never used before; when one is being made already, gives that one. */
  beginGeneration(): Promise<number>
  /**
   * Answers all questions from that generation from now on: one atomic write, with a mark in the journal (null: without). The former one
   * stays until it is dropped. Cursors go on. Again changes nothing. @throws ML_STORE_GENERATION when it is not kept or lacks posts of the active one
   */
  switchGeneration(generation: number, by: { readonly at: Millis; readonly who: string } | null): Promise<void>
  /** Removes all of a generation that is not active. Again changes nothing. @throws ML_STORE_GENERATION for the active one */
  dropGeneration(generation: number): Promise<void>
  close(): Promise<void>
}
