import * as z from 'zod'
import { AuthorKey, PostId, Slug } from './ids.ts'
import { Engagement, Lane, Post } from './post.ts'
import { SettingsEvent } from './settings.ts'
import { Millis } from './time.ts'

const v1 = { v: z.literal(1) }

/** A post is gone. Final: no revision of the id is taken any more; kept for unknown ids, so a late create is refused. */
export const Tombstone = z.object({
  type: z.literal('tombstone'),
  ...v1,
  id: PostId,
  source: Slug,
  at: Millis,
  reason: z.enum(['source', 'erasure', 'operator']),
  lane: Lane,
})
export type Tombstone = z.infer<typeof Tombstone>

/** Removes and from then on refuses every post of the author with `at <= until`. Broadcast to all partitions. */
export const AuthorPurge = z.object({
  type: z.literal('author-purge'),
  ...v1,
  author: AuthorKey,
  until: Millis,
  at: Millis,
  reason: z.enum(['source', 'erasure', 'operator']),
})
export type AuthorPurge = z.infer<typeof AuthorPurge>

/** Fresh counts of a post, as seen at `at`; an older one never wins. */
export const EngagementEvent = z.object({
  type: z.literal('engagement'),
  ...v1,
  id: PostId,
  source: Slug,
  at: Millis,
  counts: Engagement,
})
export type EngagementEvent = z.infer<typeof EngagementEvent>

/** The one record of who stands behind a pseudonym; keyed by it, the newest `seenAt` wins. */
export const AuthorEvent = z.object({
  type: z.literal('author'),
  ...v1,
  key: AuthorKey,
  network: Slug,
  handle: z.string().max(512).nullable(),
  name: z.string().max(512).nullable(),
  url: z.string().max(4096).nullable(),
  followers: z.int().min(0).nullable(),
  seenAt: Millis,
})
export type AuthorEvent = z.infer<typeof AuthorEvent>

/** A stretch in which a source is known not to have been heard; `to` null while it lasts. Same id replaces. */
export const Hole = z.object({
  type: z.literal('hole'),
  ...v1,
  id: z.string().min(1).max(200),
  source: Slug,
  from: Millis,
  to: Millis.nullable(),
  reason: z.enum(['down', 'behind', 'unreachable', 'refused', 'paused', 'lost']),
  detail: z.string().max(500),
})
export type Hole = z.infer<typeof Hole>

/** Time as data: ingest writes one a second into every partition, so that windows close without a clock. */
export const Tick = z.object({ type: z.literal('tick'), ...v1, at: Millis })
export type Tick = z.infer<typeof Tick>

/** What is not a post: it passes enrich unchanged and stands in both topics. */
export const PASSING = [Tombstone, AuthorPurge, EngagementEvent, AuthorEvent, Hole, Tick, SettingsEvent] as const

/** Everything that may stand in the topic `posts`. */
export const PostsRecord = z.discriminatedUnion('type', [Post, ...PASSING])
export type PostsRecord = z.infer<typeof PostsRecord>
