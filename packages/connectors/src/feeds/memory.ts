import { createHash } from 'node:crypto'
import type { SourceItem } from '@moodlight/ports'
import { draftOf, nativeId } from './draft.ts'
import type { Entry } from './entry.ts'
import { contentHash, identities } from './identity.ts'

/** What is remembered of one item: hash of its content, its revision, and the number of replies told last. */
export type Remembered = readonly [hash: string, revision: number, replies: number | null]

/** Items remembered per feed; those not in the feed any more go first, oldest first. */
const MOST = 3_000

export type Items = Readonly<Record<string, Remembered>>

export interface Compared {
  readonly items: readonly SourceItem[]
  /** To be stored before the items are delivered: the revisions they will have, so that a repeat after a kill has the same. */
  readonly pending: Items
  /** To be stored when they are durable. */
  readonly next: Items
}

/**
 * Tells new and changed entries from known ones. A feed has no edit numbers: the revision is a counter that rises when the
 * content under the same identity changes. What leaves the feed is not deleted. `known` and `pending` come from the store.
 */
export function compare(entries: readonly Entry[], known: Items, pending: Items, feed: string, now: number): Compared {
  const ids = identities(entries)
  const items: SourceItem[] = []
  const changed: [string, Remembered][] = []
  const next = new Map(Object.entries(known))
  entries.forEach((entry, i) => {
    const identity = ids[i] as string
    const key = createHash('sha256').update(identity).digest('hex').slice(0, 20)
    const hash = contentHash(entry)
    const before = known[key]
    const started = pending[key]
    const replies = entry.replies
    next.delete(key)
    if (before && !started && before[0] === hash) {
      next.set(key, [hash, before[1], replies ?? before[2]])
      if (replies !== null && replies !== before[2])
        items.push({
          kind: 'engagement',
          nativeId: nativeId(feed, identity),
          network: null,
          at: now,
          counts: { likes: null, reposts: null, replies, views: null },
        })
      return
    }
    // A delivery that was under way may or may not have arrived: the same content keeps its revision, other content goes beyond it.
    const revision = started ? (started[0] === hash ? started[1] : started[1] + 1) : before ? before[1] + 1 : 0
    next.set(key, [hash, revision, replies])
    changed.push([key, [hash, revision, replies]])
    items.push(draftOf(entry, identity, revision, feed, now))
  })
  return { items, pending: Object.fromEntries(changed), next: Object.fromEntries([...next].slice(-MOST)) }
}
