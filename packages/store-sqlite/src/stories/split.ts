import type { Transaction } from '../apply/transaction.ts'
import { dissolveSingle, load, moveTo, newStory } from './move.ts'
import { neighbours } from './neighbours.ts'

/** Posts visited before a search gives up; the story then stays whole, which is what it was. */
const MAX_VISITED = 5000

/**
 * After a post has left `sid`, takes out what hung on it alone. `around` are the posts it was linked to: the story is whole
 * when each can be reached from the first. Copies are linked among themselves, so the search nearly always ends at once.
 */
export function splitStory(t: Transaction, sid: number, around: readonly number[]): void {
  const open = new Set(around)
  while (open.size > 1) {
    const start = open.values().next().value as number
    const seen = reach(t, start, open)
    if (seen === null) return
    for (const pid of seen) open.delete(pid)
    if (open.size === 0) return
    moveOut(t, sid, seen)
    if (dissolveSingle(t, sid)) return
  }
}

/** All posts reachable from `start`, or null when all of `wanted` are among them (or the bound is met). */
function reach(t: Transaction, start: number, wanted: ReadonlySet<number>): Set<number> | null {
  const seen = new Set([start])
  let missing = wanted.size - 1
  for (const pid of seen) {
    for (const near of neighbours(t.q, load(t, pid), t.totals.clock)) {
      if (seen.has(near.pid)) continue
      seen.add(near.pid)
      if (wanted.has(near.pid) && --missing === 0) return null
    }
    if (seen.size > MAX_VISITED) return null
  }
  return seen
}

function moveOut(t: Transaction, from: number, pids: ReadonlySet<number>): void {
  const posts = [...pids].map((pid) => load(t, pid)).sort((a, b) => b.at - a.at)
  const first = posts[0]!
  const target = posts.length > 1 ? newStory(t, first.pid) : null
  for (const post of posts) if (post.sid === from) moveTo(t, post, target)
}
