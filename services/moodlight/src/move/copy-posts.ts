import type { AuthorEvent, AuthorPurge, Tombstone } from '@moodlight/core'
import type { MentionStore, StoreEvent } from '@moodlight/ports'

const PAGE = 500

/**
 * Everything of a store as events for another one, from a cursor on: first what forbids (tombstones, purges) and what explains
 * (holes), then posts with their mentions, each author's record before the first of its posts.
 */
export async function copyPosts(
  from: MentionStore,
  to: Pick<MentionStore, 'apply'>,
  cursor: string | null,
  onPage: (next: string | null, posts: number) => Promise<void>,
): Promise<void> {
  if (cursor === null) await copyEnds(from, to)
  const told = new Set<string>()
  for (let next = cursor; ; ) {
    const page = await from.posts({}, { limit: PAGE, ...(next !== null && { cursor: next }) })
    const keys = new Set(page.items.flatMap(({ post }) => (post.author ? [post.author.key] : [])))
    const fresh = [...keys].filter((key) => !told.has(key))
    const authors = (await Promise.all(fresh.map((key) => from.author(key)))).filter(
      (one): one is AuthorEvent => one !== null,
    )
    for (const key of fresh) told.add(key)
    const events: StoreEvent[] = [...authors, ...page.items]
    if (events.length > 0) await to.apply(events)
    next = page.next
    await onPage(next, page.items.length)
    if (next === null) return
  }
}

/** Tombstones and purges, as far as the numbered changes still know them, and holes. */
async function copyEnds(from: MentionStore, to: Pick<MentionStore, 'apply'>): Promise<void> {
  const holes = await from.holes({ from: 0, to: Number.MAX_SAFE_INTEGER })
  if (holes.length > 0) await to.apply(holes)
  for (let after = 0; ; ) {
    const changes = await from.changes(after, 1000)
    const events = changes.flatMap(({ kind, ref, at }): StoreEvent[] => {
      if (kind === 'tombstone') return [tombstone(ref, at)]
      return kind === 'purge' ? [purge(ref, at)] : []
    })
    if (events.length > 0) await to.apply(events)
    if (changes.length === 0) return
    after = changes.at(-1)?.n as number
  }
}

const tombstone = (id: string, at: number): Tombstone => ({
  type: 'tombstone',
  v: 1,
  id,
  source: 'move',
  at,
  reason: 'operator',
  lane: 'background',
})

const purge = (author: string, at: number): AuthorPurge => ({
  type: 'author-purge',
  v: 1,
  author,
  until: at,
  at,
  reason: 'operator',
})
