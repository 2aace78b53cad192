import type { Sentiment } from '@moodlight/core'
import { type PreparedPost, preparePost, storedEvent } from '@moodlight/store-rules'
import type { Transaction } from './transaction.ts'

/** Keeps labels given by people, the newest of each (post, brand). @returns true when one is new. */
export function recordCorrections(t: Transaction, post: PreparedPost): boolean {
  let changed = 0
  for (const { brand, at, sentiment } of post.persons) {
    const known = t.q('SELECT 1 FROM correction WHERE id = ? AND brand = ?').get(post.id, brand)
    changed += Number(
      t
        .q(
          `INSERT INTO correction VALUES (?,?,?,?) ON CONFLICT (id, brand) DO UPDATE
           SET at = excluded.at, sentiment = excluded.sentiment WHERE (excluded.at, excluded.sentiment) > (at, sentiment)`,
        )
        .run(post.id, brand, at, sentiment).changes,
    )
    if (!known) t.totals.corrections++
  }
  return changed > 0
}

/** The post with the labels that people gave it. */
export function withCorrections(t: Transaction, post: PreparedPost): PreparedPost {
  if (t.totals.corrections === 0 || post.mentions.length === 0) return post
  return t.q('SELECT 1 FROM correction WHERE id = ? LIMIT 1').get(post.id) ? corrected(t, post.json) : post
}

/** The stored event made anew with the labels that people gave. */
export function corrected(t: Transaction, json: string): PreparedPost {
  const event = storedEvent(json)
  const labels = new Map(
    (
      t.q('SELECT brand, sentiment FROM correction WHERE id = ?').all(event.post.id) as {
        brand: string
        sentiment: string
      }[]
    ).map((row) => [row.brand, row.sentiment]),
  )
  const mentions = event.mentions.map((mention) => {
    const label = labels.get(mention.brand)
    return label === undefined ? mention : { ...mention, sentiment: JSON.parse(label) as Sentiment }
  })
  return preparePost({ ...event, mentions })
}

export function dropCorrections(t: Transaction, id: string): void {
  if (t.totals.corrections === 0) return
  t.totals.corrections -= Number(t.q('DELETE FROM correction WHERE id = ?').run(id).changes)
}
