import type { AuthorPurge, DeadLetter, Tombstone } from '@moodlight/core'
import { type EventLog, type MentionStore, STATE_KINDS, type StateStore } from '@moodlight/ports'
import { Suppression, suppressedIn, suppressedName, suppressedPost } from '@moodlight/stages'
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
  const known = (await Promise.all(plan.authors.map((key) => store.author(key)))).filter((a) => a !== null)
  const names = known.flatMap(({ handle, name }) => [handle, name]).filter((n) => n !== null && n.trim() !== '')
  const suppressed = [
    ...plan.authors,
    ...plan.posts.map((id) => suppressedPost(authorSecret, id)),
    // By these, records are recognised that can never become posts: broken lines, for one.
    ...names.map((name) => suppressedName(authorSecret, String(name))),
  ]
  await Suppression.add(state, suppressed, at)
  const posts = new Set(plan.posts)
  for (const author of plan.authors) for await (const id of postsOf(store, author)) posts.add(id)
  const gone = new Set([...suppressed, ...[...posts].map((id) => suppressedPost(authorSecret, id))])
  const networks = [...known.map((author) => author.network), ...plan.posts.map((id) => id.slice(0, id.indexOf(':')))]
  // Before the store overwrites what was deleted in its file, since dead letters lie there too.
  const deadLetters = await eraseDeadLetters(state, ({ key, raw, source }) => {
    if (key !== null && (posts.has(key) || gone.has(key))) return true
    const where = new Set(source === null ? networks : [...networks, source])
    return suppressedIn(raw, [...where], authorSecret, (id) => gone.has(id))
  })
  const erased = await store.erase({ posts: plan.posts, authors: plan.authors, at })
  const expunged = await log.expunge({ keys: [...posts], authors: plan.authors })
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

async function eraseDeadLetters(state: StateStore, isAbout: (letter: DeadLetter) => boolean): Promise<number> {
  let removed = 0
  let after: string | undefined
  for (;;) {
    const page = await state.list<DeadLetter>(STATE_KINDS.deadLetter, {
      limit: 500,
      ...(after === undefined ? {} : { after }),
    })
    if (page.length === 0) return removed
    for (const { id, value } of page) if (isAbout(value) && (await state.remove(STATE_KINDS.deadLetter, id))) removed++
    after = page.at(-1)?.id
  }
}
