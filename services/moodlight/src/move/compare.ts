import { isDeepStrictEqual } from 'node:util'
import type { PostMentions } from '@moodlight/core'
import type { MentionStore } from '@moodlight/ports'
import { QUARTER_MS } from '@moodlight/ports'

export interface Comparison {
  readonly posts: number
  readonly mentions: number
  /** What differs, in words; the first of each kind. */
  readonly problems: readonly string[]
}

const PAGE = 500

/** Walks both stores side by side in the order of (time, id) and compares every post, then the counts of every brand. */
export async function compareStores(
  from: MentionStore,
  to: MentionStore,
  brands: readonly string[],
  onPosts: (done: number) => void,
): Promise<Comparison> {
  const problems: string[] = []
  let posts = 0
  let mentions = 0
  const [left, right] = [walk(from), walk(to)]
  let [a, b] = [await left.next(), await right.next()]
  while (!a.done || !b.done) {
    const order = a.done ? 1 : b.done ? -1 : compare(a.value, b.value)
    if (order === 0) {
      const [one, two] = [a.value as PostMentions, b.value as PostMentions]
      posts++
      mentions += one.mentions.length
      if (!same(one, two)) problems.push(`${one.post.id} differs`)
    } else {
      const only = (order < 0 ? a : b).value as PostMentions
      problems.push(`${only.post.id} is only in the ${order < 0 ? 'old' : 'new'} store`)
    }
    if (order <= 0) a = await left.next()
    if (order >= 0) b = await right.next()
    if (posts % PAGE === 0) onPosts(posts)
  }
  for (const brand of brands) {
    const [one, two] = [await countsOf(from, brand), await countsOf(to, brand)]
    if (!isDeepStrictEqual(one, two)) problems.push(`the counts of ${brand} differ`)
  }
  return { posts, mentions, problems }
}

async function* walk(store: MentionStore): AsyncGenerator<PostMentions, undefined> {
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<MentionStore['posts']>> = await store.posts(
      {},
      { limit: PAGE, ...(cursor !== null && { cursor }) },
    )
    yield* page.items
    if (page.next === null) return
    cursor = page.next
  }
}

const compare = ({ post: a }: PostMentions, { post: b }: PostMentions): number =>
  a.at - b.at || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id))

/** All but where the record stood in the log that it came through. */
const same = (a: PostMentions, b: PostMentions): boolean =>
  isDeepStrictEqual({ ...a, origin: null }, { ...b, origin: null })

/** Sums per quarter of an hour, label and voice, as text in one order. */
async function countsOf(store: MentionStore, brand: string): Promise<readonly string[]> {
  const { oldest, newest } = await store.stats()
  if (oldest === null || newest === null) return []
  const from = Math.floor(oldest / QUARTER_MS) * QUARTER_MS
  const to = (Math.floor(newest / QUARTER_MS) + 1) * QUARTER_MS
  const rows = await store.counts({ brands: [brand], from, to, step: QUARTER_MS, by: ['source', 'language'] })
  return rows
    .filter((row) => row.mentions > 0 || row.votes > 0)
    .map((row) =>
      JSON.stringify([row.bucket, row.source, row.language, row.label, row.counted, row.mentions, row.votes]),
    )
    .sort()
}
