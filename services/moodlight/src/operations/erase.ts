import type { AuthorPurge, DeadLetter, Tombstone } from '@moodlight/core'
import { type EventLog, type MentionStore, STATE_KINDS, type StateStore } from '@moodlight/ports'
import { Suppression, suppressedPost } from '@moodlight/stages'
import type { ErasePlan, ErasureReport } from './operations.ts'

interface Parts {
  readonly log: EventLog
  readonly store: MentionStore
  readonly state: StateStore
  readonly authorSecret: string
}

/**
 * Erases posts and authors everywhere we can reach. The suppression list comes first, so that nothing slips in behind; then store
 * and log, which overwrite what they held; then the events by which every reader (the live feed among them) forgets too.
 */
export async function eraseEverywhere(
  { log, store, state, authorSecret }: Parts,
  plan: ErasePlan,
): Promise<ErasureReport> {
  const at = Date.now()
  const suppressed = [...plan.authors, ...plan.posts.map((id) => suppressedPost(authorSecret, id))]
  await Suppression.add(state, suppressed, at)
  const posts = new Set(plan.posts)
  for (const author of plan.authors) for await (const id of postsOf(store, author)) posts.add(id)
  const erased = await store.erase({ posts: plan.posts, authors: plan.authors, at })
  const expunged = await log.expunge({ keys: [...posts], authors: plan.authors })
  const deadLetters = await eraseDeadLetters(state, [...posts], plan.authors)
  // Last, since expunging takes whatever stands under these keys: every reader of the log must hear of it.
  await log.append('posts', [
    ...plan.posts.map((id) => {
      const event: Tombstone = { type: 'tombstone', v: 1, id, source: 'erasure', at, reason: 'erasure', lane: 'live' }
      return { key: id, value: JSON.stringify(event), lane: 'live' as const }
    }),
    ...plan.authors.map((author) => {
      const event: AuthorPurge = {
        type: 'author-purge',
        v: 1,
        author,
        until: 8_640_000_000_000_000,
        at,
        reason: 'erasure',
      }
      return { key: author, value: JSON.stringify(event), lane: 'live' as const, broadcast: true }
    }),
  ])
  return {
    ...erased,
    logRecords: expunged.removed,
    deadLetters,
    suppressed: suppressed.length,
    outOfReach: [
      'exports and downloads that were made before',
      'messages that were sent to chat channels or by mail before',
      'backups and file-system snapshots: erase again after a restore; the suppression list refuses the posts in any case',
      'blocks that the disk itself keeps (flash memory, snapshots below the file system)',
      ...(expunged.goneBy === null ? [] : [`the log, until ${new Date(expunged.goneBy).toISOString()}`]),
    ],
  }
}

async function* postsOf(store: MentionStore, author: string): AsyncIterable<string> {
  let cursor: string | undefined
  for (;;) {
    const page = await store.mentions(
      { authors: [author] },
      { limit: 1000, ...(cursor === undefined ? {} : { cursor }) },
    )
    for (const { post } of page.items) yield post.id
    if (page.next === null) return
    cursor = page.next
  }
}

async function eraseDeadLetters(
  state: StateStore,
  posts: readonly string[],
  authors: readonly string[],
): Promise<number> {
  const gone = new Set([...posts, ...authors])
  let removed = 0
  let after: string | undefined
  for (;;) {
    const page = await state.list<DeadLetter>(STATE_KINDS.deadLetter, {
      limit: 500,
      ...(after === undefined ? {} : { after }),
    })
    if (page.length === 0) return removed
    for (const { id, value } of page) {
      const about = (value.key !== null && gone.has(value.key)) || [...gone].some((word) => value.raw.includes(word))
      if (about && (await state.remove(STATE_KINDS.deadLetter, id))) removed++
    }
    after = page.at(-1)?.id
  }
}
