import type { Clock, ErrorCode, Hole, Lane, Millis, SourceKind } from '@moodlight/core'

/** A post as a connector maps it. Native ids are the source's own; normalise makes ids, times, hashes and keys of it. */
export interface PostDraft {
  readonly kind: 'post'
  readonly nativeId: string
  /** Edit time (Millis, see revisionOfEdit) or number; null: never edited, or the source does not say. */
  readonly revision: number | null
  readonly url: string | null
  readonly author: {
    readonly id: string
    readonly handle: string | null
    readonly name: string | null
    readonly url: string | null
    readonly followers: number | null
    readonly automated: boolean
  } | null
  /** Plain text: HTML removed, entities decoded; ZWNJ and emoji joiners kept. */
  readonly title: string | null
  readonly text: string
  /** As the source says, any form (`nl-NL`, `zh_Hans`). */
  readonly langHint: readonly string[]
  /** null: unknown or unreadable. */
  readonly createdAt: Millis | null
  readonly editedAt: Millis | null
  readonly replyTo: string | null
  readonly replyToAuthor: string | null
  readonly repostOf: string | null
  readonly quoteOf: string | null
  readonly thread: string | null
  readonly engagement: {
    readonly likes: number | null
    readonly reposts: number | null
    readonly replies: number | null
    readonly views: number | null
  } | null
  readonly media: readonly {
    readonly type: 'image' | 'video' | 'audio' | 'link'
    readonly url: string | null
    readonly alt: string | null
  }[]
  /** Another network than the source's own (a file of mixed posts); null: the source's. */
  readonly network: string | null
}

export type SourceItem =
  | PostDraft
  | { readonly kind: 'tombstone'; readonly nativeId: string; readonly network: string | null; readonly at: Millis }
  | {
      readonly kind: 'author-purge'
      readonly authorId: string
      readonly network: string | null
      readonly until: Millis
      readonly at: Millis
    }
  | {
      readonly kind: 'engagement'
      readonly nativeId: string
      readonly network: string | null
      readonly at: Millis
      readonly counts: NonNullable<PostDraft['engagement']>
    }
  | {
      readonly kind: 'hole'
      readonly id: string
      readonly from: Millis
      readonly to: Millis | null
      readonly reason: Hole['reason']
      readonly detail: string
    }
  /** Something that could not be read: becomes a dead letter. `raw` as it came (bytes as text), cut at 1 MiB. */
  | { readonly kind: 'bad'; readonly code: ErrorCode; readonly message: string; readonly raw: string }

/** What became of a batch, in numbers: progress bars and answers of a webhook show it. */
export interface DeliveryReport {
  readonly accepted: number
  readonly dropped: Readonly<Record<string, number>>
  readonly dead: number
}

/** Health of one source, honest and told with its reason. */
export interface SourceHealth {
  readonly state:
    | 'connecting'
    | 'live'
    | 'backfilling'
    | 'rate-limited'
    | 'auth-failed'
    | 'unreachable'
    | 'paused'
    | 'disabled'
    | 'ended'
  readonly detail: string
  /** When it goes on, if it knows. */
  readonly until: Millis | null
}

export interface ConnectorContext {
  readonly clock: Clock
  readonly signal: AbortSignal
  /**
   * Resolves when every item is durable in the log or counted as dropped or dead, and only then is the cursor stored.
   * Back-pressure: await it before fetching more. Items carry the lane; `background` for history.
   * While the log or store takes nothing it waits, for at most `waitMs` (default: until it works or the signal aborts), then
   * throws the transient error: that is for sources whose sender waits for an answer.
   */
  deliver(
    items: readonly SourceItem[],
    options: { lane: Lane; cursor?: unknown; waitMs?: Millis },
  ): Promise<DeliveryReport>
  /** The cursor stored last, or null. */
  cursor<T>(): Promise<T | null>
  /** Small documents of the source's own (revision counters, ETags), stored with ids under 400 bytes. */
  get<T>(id: string): Promise<T | null>
  put(id: string, value: unknown): Promise<void>
  remove(id: string): Promise<void>
  health(health: SourceHealth): void
  /** Fields first; never text of posts. */
  log(level: 'debug' | 'info' | 'warn' | 'error', fields: Record<string, unknown>, message: string): void
}

/**
 * One configured source. Laws: the cursor is stored with or after the posts, never before; after a kill no post is lost and
 * repeats are allowed; memory is bounded; one source's failure touches no other; edits, deletions and purges always pass.
 */
export interface Connector {
  readonly source: string
  readonly network: string
  readonly sourceKind: SourceKind
  /** Runs until the signal aborts or the source ends. A thrown error is a bug of the connector: it is restarted with back-off. */
  run(context: ConnectorContext): Promise<void>
}
