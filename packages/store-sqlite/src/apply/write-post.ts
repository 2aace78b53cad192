import type { PreparedPost } from '@moodlight/store-rules'
import { joinStory, leaveStory } from '../stories/membership.ts'
import type { StoryPost } from '../stories/move.ts'
import { reindex, storedStream } from './fulltext.ts'
import { removeMentions, writeMention } from './mentions.ts'
import type { Transaction } from './transaction.ts'

/** A row of `post`. */
export interface PostRow {
  readonly pid: number
  readonly generation: number
  readonly id: string
  readonly version: number
  readonly origin: string
  readonly at: number
  readonly source: string
  readonly author: string | null
  readonly voter: string
  readonly brands: string
  readonly hash: string | null
  readonly sim: string | null
  readonly sid: number | null
  readonly repost_of: string | null
  readonly json: string
}

/** Writes a post that is not stored yet in this generation. */
export function insertPost(t: Transaction, p: PreparedPost): void {
  const pid = t.change('post', p.changedAt, null, 0)
  t.q('INSERT INTO post VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)').run(
    pid,
    p.generation,
    p.id,
    p.version,
    p.origin,
    p.at,
    p.source,
    p.author,
    p.voter,
    p.brands,
    p.hash,
    p.sim,
    null,
    p.repostOf,
    p.json,
  )
  t.countPost(p.generation, p.source, 1)
  reindex(t, pid, null, p.stream)
  for (const mention of p.mentions) writeMention(t, p, mention, pid, null)
  if (p.repostOf !== null) countRepost(t, p, p.repostOf, 1)
  if (p.hash !== null) joinStory(t, asMember(p, p.hash, pid))
}

/** Replaces all that the stored version of a post said. The pid stays: lists that are being paged through stay whole. */
export function replacePost(t: Transaction, p: PreparedPost, old: PostRow): void {
  const { pid } = old
  const stays = old.hash === p.hash && old.sim === p.sim && old.at === p.at && old.voter === p.voter
  t.change('post', p.changedAt, null, pid)
  removeMentions(t, old)
  if (!stays && old.hash !== null) leaveStory(t, old as PostRow & { hash: string })
  const sid = stays ? old.sid : null
  t.q(
    `UPDATE post SET version = ?, origin = ?, at = ?, source = ?, author = ?, voter = ?, brands = ?, hash = ?, sim = ?,
     repost_of = ?, json = ? WHERE pid = ?`,
  ).run(p.version, p.origin, p.at, p.source, p.author, p.voter, p.brands, p.hash, p.sim, p.repostOf, p.json, pid)
  t.countPost(p.generation, old.source, -1)
  t.countPost(p.generation, p.source, 1)
  reindex(t, pid, storedStream(old), p.stream)
  for (const mention of p.mentions) writeMention(t, p, mention, pid, sid)
  if (old.repost_of !== null) countRepost(t, old, old.repost_of, -1)
  if (p.repostOf !== null) countRepost(t, p, p.repostOf, 1)
  if (!stays && p.hash !== null) joinStory(t, asMember(p, p.hash, pid))
}

/** Removes a post with all that hangs on it. @returns the number of its mentions. */
export function removePost(t: Transaction, old: PostRow): number {
  const mentions = removeMentions(t, old)
  if (old.hash !== null) leaveStory(t, old as PostRow & { hash: string })
  reindex(t, old.pid, storedStream(old), null)
  if (old.repost_of !== null) countRepost(t, old, old.repost_of, -1)
  t.q('DELETE FROM post WHERE pid = ?').run(old.pid)
  t.countPost(old.generation, old.source, -1)
  return mentions
}

function asMember(p: PreparedPost, hash: string, pid: number): StoryPost {
  return {
    pid,
    generation: p.generation,
    at: p.at,
    hash,
    sim: p.sim,
    voter: p.voter,
    sid: null,
    id: p.id,
    brands: p.brands,
  }
}

/** Pure reposts add reach to their original, also before it comes. Every generation holds the same posts: one counts. */
function countRepost(t: Transaction, post: { readonly generation: number }, original: string, n: 1 | -1): void {
  if (post.generation !== t.totals.generation) return
  t.q('INSERT INTO reposts VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET n = n + excluded.n').run(original, n)
  if (n < 0) t.q('DELETE FROM reposts WHERE id = ? AND n = 0').run(original)
}
