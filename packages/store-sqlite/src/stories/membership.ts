import type { Transaction } from '../apply/transaction.ts'
import { marks } from '../db/statements.ts'
import { dissolveSingle, load, moveTo, newStory, recount, STORY_POST, type StoryPost } from './move.ts'
import { addBands, dropBands, neighbours } from './neighbours.ts'
import { splitStory } from './split.ts'

/** Puts a post, written already with `hash` and without a story, into the story of its copies and near-copies. */
export function joinStory(t: Transaction, post: StoryPost): void {
  const near = neighbours(t.q, post, t.totals.clock)
  addBands(t.q, post)
  if (near.length === 0) return
  const stories = [...new Set(near.flatMap((n) => (n.sid === null ? [] : [n.sid])))]
  const singles = [...new Set(near.flatMap((n) => (n.sid === null ? [n.pid] : [])))]
  const target = largest(t, stories) ?? newStory(t, post.pid)
  for (const sid of stories) if (sid !== target) mergeInto(t, sid, target)
  for (const pid of [...singles, post.pid]) moveTo(t, load(t, pid), target)
}

/**
 * Takes a post out of its story; its mention rows must be gone. What it alone held together falls apart (see splitStory for
 * the bound). The post's row keeps its other columns.
 */
export function leaveStory(t: Transaction, post: StoryPost): void {
  const near = post.sid === null ? [] : neighbours(t.q, post, t.totals.clock)
  t.q('UPDATE post SET hash = NULL, sim = NULL, sid = NULL WHERE pid = ?').run(post.pid)
  dropBands(t.q, post)
  if (post.sid === null) return
  recount(t, post.sid, -1, post.voter)
  if (dissolveSingle(t, post.sid)) return
  splitStory(
    t,
    post.sid,
    near.map((n) => n.pid),
  )
}

function largest(t: Transaction, sids: readonly number[]): number | undefined {
  if (sids.length < 2) return sids[0]
  const row = t
    .q(`SELECT sid FROM story WHERE sid IN (${marks(sids.length)}) ORDER BY posts DESC, sid LIMIT 1`)
    .get(...sids)
  return (row as { sid: number }).sid
}

function mergeInto(t: Transaction, from: number, target: number): void {
  // Latest first: the votes of the story that goes stay where they are until their holder moves.
  const members = t.q(`SELECT ${STORY_POST} FROM post WHERE sid = ? ORDER BY at DESC, id DESC`).all(from)
  for (const member of members as unknown as StoryPost[]) moveTo(t, member, target)
  t.q('DELETE FROM story WHERE sid = ?').run(from)
}
