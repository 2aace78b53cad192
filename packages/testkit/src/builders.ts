import { createHash } from 'node:crypto'
import {
  type AuthorEvent,
  type AuthorPurge,
  type EngagementEvent,
  fullText,
  type Hole,
  type Intent,
  type IntentKind,
  type Label,
  type Mention,
  type Post,
  type PostMentions,
  postId,
  type SettingsEvent,
  type Tick,
  type Tombstone,
  type UnscoredReason,
} from '@moodlight/core'

/** Noon on a day without changes of clocks: the base of all built times. */
export const T0 = Date.UTC(2026, 4, 20, 12)
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** A well-formed author key from any short name, the same each time. */
export function aKey(name: string): string {
  return `a_${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
}

type PostPart = Partial<Omit<Post, 'author'>> & {
  /** A name makes an author with `aKey(name)`; null: unknown. */
  author?: string | null | NonNullable<Post['author']>
}

function hash16(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/**
 * A valid post; `nativeId` and the time decide nothing else. Hashes are made from the lower-cased words, so equal texts are
 * exact copies; near-copies are built by giving `similarity` (see {@link nearTo}).
 */
export function aPost(part: PostPart = {}): Post {
  const network = part.network ?? 'test'
  const nativeId = part.nativeId ?? '1'
  const { author = 'anna', ...rest } = part
  const text = part.text ?? 'The ING app works well today'
  const words = fullText({ title: part.title ?? null, text })
    .toLowerCase()
    .split(/\s+/u)
    .filter((w) => w !== '')
  const at = part.at ?? T0
  return {
    type: 'post',
    v: 1,
    id: postId(network, nativeId),
    network,
    source: 'test-source',
    sourceKind: 'social',
    nativeId,
    revision: 0,
    url: `https://${network}.example/${encodeURIComponent(nativeId.toWellFormed())}`,
    canonicalUrl: null,
    site: `${network}.example`,
    author:
      typeof author === 'string' ? { key: aKey(author), handleKey: null, followers: null, automated: false } : author,
    title: null,
    text,
    truncated: false,
    langHint: [],
    at,
    atFrom: 'source',
    seenAt: at + 1000,
    editedAt: null,
    replyTo: null,
    replyToAuthor: null,
    repostOf: null,
    quoteOf: null,
    thread: null,
    engagement: { likes: null, reposts: null, replies: null, views: null },
    media: [],
    contentHash: hash16(words.join(' ')),
    similarity: hash16(`s ${words.join(' ')}`),
    tokens: words.length,
    lane: 'live',
    ...rest,
  }
}

/** A similarity hash that differs from `similarity` in `bits` bits, counted from the lowest. */
export function nearTo(similarity: string, bits: number): string {
  const flipped = BigInt(`0x${similarity}`) ^ ((1n << BigInt(bits)) - 1n)
  return flipped.toString(16).padStart(16, '0')
}

type MentionPart = Partial<Omit<Mention, 'sentiment'>> & {
  label?: Label
  unscored?: UnscoredReason
  sentiment?: Mention['sentiment']
}

/** A valid intent, shown by the first three units of the text. */
export function anIntent(kind: IntentKind, part: Partial<Intent> = {}): Intent {
  return { kind, confidence: 0.9, evidence: [{ start: 0, end: 3 }], ...part }
}

/** A valid mention: `aMention({ brand: 'ing', label: 'negative' })`; `unscored` gives a reason instead of a label. */
export function aMention(part: MentionPart = {}): Mention {
  const { label = 'positive', unscored, sentiment, ...rest } = part
  const origin = { by: 'model', model: 'test', hash: 'm1' } as const
  const share = (l: Label) => (l === label ? 0.8 : 0.1)
  return {
    brand: 'ing',
    certainty: 'sure',
    addressed: false,
    matches: [{ start: 0, end: 3, name: 'ING', kind: 'name', certainty: part.certainty ?? 'sure', why: 'plain' }],
    voice: 'public',
    sentiment:
      sentiment ??
      (unscored
        ? { label: 'unscored', reason: unscored, origin }
        : {
            label,
            probabilities: { negative: share('negative'), neutral: share('neutral'), positive: share('positive') },
            confident: true,
            scope: 'text',
            evidence: [],
            origin,
          }),
    intents: [],
    ...rest,
  }
}

type RecordPart = Partial<Omit<PostMentions, 'labelling' | 'language' | 'origin'>> & {
  labelling?: Partial<PostMentions['labelling']>
  language?: string
  origin?: Partial<PostMentions['origin']>
}

/** A record of `mentions`: `aPostMentions(aPost({ text }), [aMention()], { labelling: { enrichmentVersion: 2 } })`. */
export function aPostMentions(
  post: Post = aPost(),
  mentions: readonly Mention[] = [aMention()],
  part: RecordPart = {},
): PostMentions {
  const { labelling, language = 'eng', origin, ...rest } = part
  return {
    type: 'mentions',
    v: 1,
    post,
    language: { code: language, confidence: 0.99, by: 'statistics' },
    mentions: [...mentions],
    labelling: {
      generation: 1,
      enrichmentVersion: 1,
      settingsVersion: 1,
      modelHash: 'm1',
      tokenVersion: 1,
      ...labelling,
    },
    origin: { lane: post.lane, partition: 0, offset: 0, ...origin },
    enrichedAt: post.seenAt + 500,
    ...rest,
  }
}

export function aTombstone(id: string, part: Partial<Tombstone> = {}): Tombstone {
  return { type: 'tombstone', v: 1, id, source: 'test-source', at: T0, reason: 'source', lane: 'live', ...part }
}

/** `author` is a name for {@link aKey}, or a key. */
export function aPurge(author: string, until: number, part: Partial<AuthorPurge> = {}): AuthorPurge {
  const key = author.startsWith('a_') ? author : aKey(author)
  return { type: 'author-purge', v: 1, author: key, until, at: until, reason: 'source', ...part }
}

export function anEngagement(
  id: string,
  at: number,
  counts: Partial<EngagementEvent['counts']> = {},
  source = 'test-source',
): EngagementEvent {
  return {
    type: 'engagement',
    v: 1,
    id,
    source,
    at,
    counts: { likes: null, reposts: null, replies: null, views: null, ...counts },
  }
}

export function anAuthor(name: string, part: Partial<AuthorEvent> = {}): AuthorEvent {
  return {
    type: 'author',
    v: 1,
    key: aKey(name),
    network: 'test',
    handle: name,
    name: name.slice(0, 1).toUpperCase() + name.slice(1),
    url: `https://test.example/@${name}`,
    followers: null,
    seenAt: T0,
    ...part,
  }
}

export function aHole(id: string, part: Partial<Hole> = {}): Hole {
  return {
    type: 'hole',
    v: 1,
    id,
    source: 'test-source',
    from: T0,
    to: null,
    reason: 'unreachable',
    detail: 'no answer',
    ...part,
  }
}

export function aTick(at: number): Tick {
  return { type: 'tick', v: 1, at }
}

export function aSettings(version: number, changes: SettingsEvent['changes'], at = T0): SettingsEvent {
  return { type: 'settings', v: 1, version, at, by: 'test', changes }
}
