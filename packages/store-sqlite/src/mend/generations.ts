import { MoodlightError } from '@moodlight/core'
import { writeJournal } from '../apply/journal.ts'
import { readPost } from '../apply/post.ts'
import type { Transaction } from '../apply/transaction.ts'
import { removePost } from '../apply/write-post.ts'

/** Posts removed in one transaction. */
const STEP = 500

/** See MentionStore.beginGeneration. */
export function beginGeneration(t: Transaction): number {
  const made = t.kept.find((n) => n > t.totals.generation)
  if (made !== undefined) return made
  const { n } = t.q('SELECT max(n) + 1 AS n FROM generation').get() as { n: number }
  t.q('INSERT INTO generation VALUES (?, 1, 0)').run(n)
  return n
}

/** See MentionStore.switchGeneration. Reposts and posts of sources are those of all generations alike, and stay. */
export function switchGeneration(
  t: Transaction,
  generation: number,
  by: { readonly at: number; readonly who: string } | null,
): void {
  const { q, totals } = t
  if (totals.generation === generation) return
  if (!t.kept.includes(generation)) throw notKept(generation)
  const posts = (of: number) => (q('SELECT count(*) AS n FROM post WHERE generation = ?').get(of) as { n: number }).n
  const [here, there] = [posts(totals.generation), posts(generation)]
  if (here !== there) throw notWhole(generation, there, here)
  const { n } = q('SELECT coalesce(sum(mentions), 0) AS n FROM brand WHERE generation = ?').get(generation) as {
    n: number
  }
  q('UPDATE totals SET generation = ?').run(generation)
  q('UPDATE generation SET since = ? WHERE n = ?').run(totals.n, generation)
  totals.generation = generation
  totals.mentions = n
  const ref = `generation ${generation}`
  if (by) writeJournal(t, { at: by.at, kind: 'model', ref, text: `all posts labelled anew: ${ref}`, by: by.who })
}

/** Removes the next posts of a generation. @returns whether there may be more */
export function dropGeneration(t: Transaction, generation: number): boolean {
  if (generation === t.totals.generation)
    throw new MoodlightError('ML_STORE_GENERATION', `generation ${generation} is the active one`)
  // Nothing is taken into it from the first step on.
  t.q('UPDATE generation SET kept = 0 WHERE n = ?').run(generation)
  const rows = t.q('SELECT pid FROM post WHERE generation = ? LIMIT ?').all(generation, STEP) as { pid: number }[]
  for (const { pid } of rows) removePost(t, readPost(t, pid))
  if (rows.length === STEP) return true
  t.q('DELETE FROM brand WHERE generation = ? AND mentions = 0').run(generation)
  return false
}

function notKept(generation: number): MoodlightError {
  return new MoodlightError('ML_STORE_GENERATION', `the store keeps no generation ${generation}`)
}

function notWhole(generation: number, there: number, here: number): MoodlightError {
  return new MoodlightError('ML_STORE_GENERATION', `generation ${generation} has ${there} posts of ${here}`)
}
