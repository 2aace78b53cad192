import type { CountRow, MentionFilter, MentionStore, Page, StoredMention } from '@moodlight/ports'
import { DAY, T0 } from '../builders.ts'

const RANGE = { from: Math.floor((T0 - 400 * DAY) / DAY) * DAY, to: Math.floor((T0 + 400 * DAY) / DAY) * DAY }

/** Every page of a list. */
export async function all<T>(list: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const page = await list(cursor)
    items.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return items
}

export function allMentions(store: MentionStore, filter: MentionFilter = {}, limit = 1000): Promise<StoredMention[]> {
  return all((cursor) => store.mentions(filter, cursor === undefined ? { limit } : { limit, cursor }))
}

/** Counts around T0 in quarters of an hour, summed over what is not named. */
export async function countsOf(store: MentionStore, brand: string, step = 900_000): Promise<readonly CountRow[]> {
  return store.counts({ brands: [brand], ...RANGE, step })
}

/** What the store says through the port, without processing times: two stores that heard the same must say the same. */
export async function portDump(store: MentionStore): Promise<string[]> {
  const posts = await all((cursor) => store.posts({}, cursor === undefined ? { limit: 7 } : { limit: 7, cursor }))
  const mentions = await allMentions(store, {}, 5)
  const brands = [...new Set(mentions.map((m) => m.mention.brand))].sort()
  const lines: unknown[] = [
    ...posts.map(({ enrichedAt: _e, origin: _o, post: { seenAt: _s, ...post }, ...rest }) => ({ post, ...rest })),
    ...mentions.map(({ id, story, reposts, author, mention, post }) => ({
      id,
      story,
      reposts,
      author,
      mention,
      engagement: post.engagement,
    })),
    await store.counts({ brands, ...RANGE, step: 900_000, by: ['source', 'language'] }),
    await store.counts({ brands, from: T0 - 2 * DAY, to: T0 + 2 * DAY, step: 60_000 }),
    await store.holes(RANGE),
  ]
  for (const brand of brands) {
    const stories = await store.stories({ brand, ...RANGE, limit: 100 })
    lines.push(
      stories.map(({ first, ...story }) => ({ ...story, first: first.id })),
      await store.unscored({ brand, ...RANGE }),
      await store.authors({ brands: [brand] }),
    )
  }
  const { bytes: _bytes, ...stats } = await store.stats()
  return [...lines, stats].map((line) => JSON.stringify(line))
}
