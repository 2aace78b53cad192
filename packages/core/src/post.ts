import * as z from 'zod'
import { AuthorKey, PostId, Slug } from './ids.ts'
import { Millis } from './time.ts'
import { Revision } from './version.ts'

/** Live posts enter the feed and may fire alerts; background ones (history, import, replay, re-drive) never do. */
export const Lane = z.enum(['live', 'background'])
export type Lane = z.infer<typeof Lane>

/** What a source is, as far as it decides the voice: `press` speaks as press, `own` as the brand itself. */
export const SourceKind = z.enum(['social', 'forum', 'review', 'press', 'own', 'other'])
export type SourceKind = z.infer<typeof SourceKind>

const Count = z.int().min(0).nullable()

/** Counts as the source gives them; null where it does not. They change by Engagement events, never by a revision. */
export const Engagement = z.object({ likes: Count, reposts: Count, replies: Count, views: Count })
export type Engagement = z.infer<typeof Engagement>

export const Media = z.object({
  type: z.enum(['image', 'video', 'audio', 'link']),
  url: z.string().max(4096).nullable(),
  alt: z.string().max(4096).nullable(),
})

/** Who wrote, as far as log and mentions know: a pseudonym. Handle and name live in an `author` event of their own. */
export const PostAuthor = z.object({
  key: AuthorKey,
  /** The pseudonym of the handle (see handleKey), by which own accounts and staff are recognised. */
  handleKey: AuthorKey.nullable(),
  followers: Count,
  /** true when the source itself says that the account is a bot. */
  automated: z.boolean(),
})
export type PostAuthor = z.infer<typeof PostAuthor>

/** The longest text in UTF-16 units that we keep; what is longer is cut by normalise and flagged. */
export const MAX_TEXT = 200_000

/** One public message, normalised. */
export const Post = z.object({
  type: z.literal('post'),
  /** Schema version of the event. */
  v: z.literal(1),
  id: PostId,
  network: Slug,
  /** The configured source that heard it. */
  source: Slug,
  sourceKind: SourceKind,
  nativeId: z.string().min(1).max(4096),
  revision: Revision,
  url: z.string().max(4096).nullable(),
  /** The link without tracking parameters and fragments: the same page has the same canonical URL everywhere. */
  canonicalUrl: z.string().max(4096).nullable(),
  /** Host of the link, without `www.`. */
  site: z.string().max(255).nullable(),
  author: PostAuthor.nullable(),
  title: z.string().max(MAX_TEXT).nullable(),
  text: z.string().max(MAX_TEXT),
  /** true when the text was longer than MAX_TEXT. */
  truncated: z.boolean(),
  /** What the source says of the language (ISO 639-3), of lower trust. */
  langHint: z.array(z.string().max(35)).max(8),
  /** The one time used for windows, fixed at first ingest. */
  at: Millis,
  atFrom: z.enum(['source', 'seen']),
  seenAt: Millis,
  editedAt: Millis.nullable(),
  replyTo: PostId.nullable(),
  /** The author answered, where the source tells: who answers whom. */
  replyToAuthor: AuthorKey.nullable(),
  /** A pure repost has no text of its own and is no mention; it adds reach to its original. */
  repostOf: PostId.nullable(),
  quoteOf: PostId.nullable(),
  /** The first post of the conversation. */
  thread: PostId.nullable(),
  engagement: Engagement,
  media: z.array(Media).max(32),
  /** 16 hexadecimal digits: hash of the normalised tokens of title and text. Equal for exact copies. */
  contentHash: z.string().regex(/^[0-9a-f]{16}$/),
  /** 16 hexadecimal digits: 64-bit similarity hash of the tokens; near-copies differ in few bits. */
  similarity: z.string().regex(/^[0-9a-f]{16}$/),
  /** Tokens in title and text; below a threshold similarity says nothing. */
  tokens: z.int().min(0),
  lane: Lane,
})
export type Post = z.infer<typeof Post>

/** The text that offsets, matching, search and sentiment refer to: title, a line break, text. */
export function fullText(post: Pick<Post, 'title' | 'text'>): string {
  return post.title ? `${post.title}\n${post.text}` : post.text
}
