import type { Transaction } from '../apply/transaction.ts'
import type { Member } from './neighbours.ts'
import { mentionsOf } from './rows.ts'
import { moveMention } from './votes.ts'

/** Columns of `post` that stories need. */
export interface StoryPost extends Member {
  readonly voter: string
  readonly sid: number | null
  readonly id: string
  readonly brands: string
}

export const STORY_POST = 'pid, generation, at, hash, sim, voter, sid, id, brands'

/** Moves a post with its mentions to a story; null: one of its own. */
export function moveTo(t: Transaction, post: StoryPost, sid: number | null): void {
  if (post.sid === sid) return
  if (post.sid !== null) {
    t.q('UPDATE post SET sid = NULL WHERE pid = ?').run(post.pid)
    recount(t, post.sid, -1, post.voter)
  }
  for (const mention of mentionsOf(t.q, post)) moveMention(t, mention, sid)
  if (sid === null) return
  recount(t, sid, 1, post.voter)
  t.q('UPDATE post SET sid = ? WHERE pid = ?').run(sid, post.pid)
}

export function load(t: Transaction, pid: number): StoryPost {
  return t.q(`SELECT ${STORY_POST} FROM post WHERE pid = ?`).get(pid) as unknown as StoryPost
}

/** A new story without posts. The number of one of its posts is unique and tells where it came from. */
export function newStory(t: Transaction, pid: number): number {
  const taken = t.q('SELECT 1 FROM story WHERE sid = ?').get(pid)
  const sid = taken ? (t.q('SELECT max(sid) + 1 AS sid FROM story').get() as { sid: number }).sid : pid
  t.q('INSERT INTO story VALUES (?, 0, 0)').run(sid)
  return sid
}

/** A story of one post needs no row. @returns true when the story is gone. */
export function dissolveSingle(t: Transaction, sid: number): boolean {
  const { posts } = t.q('SELECT posts FROM story WHERE sid = ?').get(sid) as { posts: number }
  if (posts > 1) return false
  const last = t.q(`SELECT ${STORY_POST} FROM post WHERE sid = ?`).get(sid) as StoryPost | undefined
  if (last) moveTo(t, last, null)
  t.q('DELETE FROM story WHERE sid = ?').run(sid)
  return true
}

/** Counts a post in or out; its row must not carry the story at that moment, so that its voter is looked for in the others. */
export function recount(t: Transaction, sid: number, n: 1 | -1, voter: string): void {
  const known = t.q('SELECT 1 FROM post WHERE sid = ? AND voter = ? LIMIT 1').get(sid, voter)
  t.q('UPDATE story SET posts = posts + ?, authors = authors + ? WHERE sid = ?').run(n, known ? 0 : n, sid)
}
