import { AuthorKey, type DeadLetter, MoodlightError, postId } from '@moodlight/core'
import { type EventLog, type MentionStore, STATE_KINDS, type StateStore } from '@moodlight/ports'
import type { LineApi } from '../engine/line-protocol.ts'
import { replayOperations } from '../replay/replay-operations.ts'
import { acceptGaps } from './accept-gaps.ts'
import { eraseEverywhere } from './erase.ts'
import type { ErasePlan, Operations } from './operations.ts'

export interface OperationsParts {
  readonly running: boolean
  readonly log: EventLog
  readonly store: MentionStore
  readonly state: StateStore
  readonly line: Pick<LineApi, 'ingest' | 'redrive' | 'checks'>
  readonly authorSecret: string
  readonly demo: boolean
  /** Space left for the data; null where the servers' own monitoring tells. */
  readonly freeBytes: (() => Promise<number>) | null
  readonly close: () => Promise<void>
}

/** How often the lag is asked for while the line works off what is there. */
const LOOK_MS = 150

/** The operations over the ports themselves: what the local API serves, and what a command uses when nothing runs. */
export function portsOperations(parts: OperationsParts): Operations {
  const { log, store, state, line } = parts

  async function* exportLines({ what, brand }: { what: 'mentions' | 'posts'; brand?: string }): AsyncIterable<string> {
    let cursor: string | undefined
    for (;;) {
      const limit = { limit: 500, ...(cursor === undefined ? {} : { cursor }) }
      const page =
        what === 'posts'
          ? await store.posts({}, limit)
          : await store.mentions(brand === undefined ? {} : { brands: [brand] }, { ...limit, order: 'oldest' })
      for (const item of page.items) yield JSON.stringify(item)
      if (page.next === null) return
      cursor = page.next
    }
  }

  return {
    running: parts.running,
    async ingest(source, items) {
      if (parts.demo)
        throw new MoodlightError(
          'ML_DATA_FOREIGN',
          'This is sample data; real posts are never mixed with it. Start with a brand of your own: npm start -- --brand "My Brand".',
        )
      return line.ingest({ ...source, retentionDays: 36_500 }, items, 'background')
    },
    async settle(onLag) {
      for (;;) {
        // Beside a running line something live is always on its way: it is not what this command sent.
        const ours = (await log.lag()).filter((group) => !parts.running || group.lane === 'background')
        const left = ours.reduce((sum, group) => sum + group.records, 0)
        onLag(left)
        if (left === 0) return
        const failing = (await line.checks()).find((check) => !check.ok)
        if (failing && !parts.running)
          throw new MoodlightError('ML_BUSY', `The line does not go on: ${failing.name}: ${failing.detail}`)
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      }
    },
    ledger: () => log.ledger(),
    acceptGaps: () => acceptGaps(log),
    async deadLetters(page) {
      return (await state.list<DeadLetter>(STATE_KINDS.deadLetter, page)).map((doc) => doc.value)
    },
    async deadLetter(id) {
      return (await state.get<DeadLetter>(STATE_KINDS.deadLetter, id))?.value ?? null
    },
    redrive: (id) => line.redrive(id),
    recount: (options) => store.recount(options),
    find: (what) => find(store, what),
    erase: (plan) => eraseEverywhere(parts, plan),
    replay: replayOperations(parts),
    async status() {
      const [lag, stats, freeBytes, checks] = await Promise.all([
        log.lag(),
        store.stats(),
        parts.freeBytes?.() ?? null,
        line.checks(),
      ])
      return {
        demo: parts.demo,
        lag,
        stats,
        freeBytes,
        problems: checks.flatMap((c) => (c.ok ? [] : [`${c.name}: ${c.detail}`])),
      }
    },
    async state<T>(kind: string, id: string) {
      return (await state.get<T>(kind, id))?.value ?? null
    },
    async putState(kind, id, value) {
      await state.put(kind, id, value)
    },
    exportLines,
    close: parts.close,
  }
}

async function find(
  store: MentionStore,
  what: { author?: string; post?: string; network?: string },
): Promise<ErasePlan> {
  if (what.author !== undefined) {
    if (AuthorKey.safeParse(what.author).success) return { posts: [], authors: [what.author] }
    const found = await store.findAuthors(what.author.replace(/^@/, ''), what.network)
    return { posts: [], authors: found.map((author) => author.key) }
  }
  const given = what.post ?? ''
  const stored = await store.post(given)
  if (stored) return { posts: [stored.post.id], authors: [] }
  // A link names a post on its network; an id that is not stored may still be refused from now on.
  if (/^https?:\/\//.test(given)) return { posts: await byLink(store, given), authors: [] }
  const at = given.indexOf(':')
  return { posts: at > 0 ? [postId(given.slice(0, at), given.slice(at + 1))] : [], authors: [] }
}

/** Erasing by link is rare and may take a walk over everything. */
async function byLink(store: MentionStore, url: string): Promise<string[]> {
  const found: string[] = []
  let cursor: string | undefined
  for (;;) {
    const page = await store.posts({}, { limit: 1000, ...(cursor === undefined ? {} : { cursor }) })
    for (const { post } of page.items) if (post.url === url || post.canonicalUrl === url) found.push(post.id)
    if (page.next === null) return found
    cursor = page.next
  }
}
