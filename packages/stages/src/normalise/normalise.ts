import { type Clock, dead, drop, fullText, type Outcome, ok, PostsRecord, postId, systemClock } from '@moodlight/core'
import type { Stage } from '@moodlight/pipeline'
import type { NewRecord, PostDraft } from '@moodlight/ports'
import { explain } from '../decode.ts'
import { Authors } from './authors.ts'
import { BoundedMap } from './bounded-map.ts'
import { otherRecord } from './other-items.ts'
import { postOf, type Words, wordsOf } from './post-of.ts'
import { postTime } from './post-time.ts'
import { revisionOf } from './revision.ts'
import type { Incoming } from './source-facts.ts'
import { type Suppression, suppressedPost } from './suppression.ts'

export interface NormaliseOptions {
  /** The installation's secret, under which authors get their pseudonyms. */
  readonly secret: string
  /** The matcher of the moment; brands may change between batches. */
  readonly matcher: () => { named(text: string): boolean }
  readonly suppression: Suppression
  /** Which of these posts are stored: lets reposts through whose original was kept. Without it only those kept lately are known. */
  readonly known?: (ids: readonly string[]) => Promise<ReadonlySet<string>>
  readonly clock?: Clock
}

/** What is written for one item: the post, and its author's record when that says something new. */
export type Normalised = Outcome<readonly NewRecord[]>

/** Ids of posts kept lately, for reposts that follow before their original is stored. */
const REMEMBERED_POSTS = 100_000

const isPureRepost = (draft: PostDraft, words: Words) =>
  draft.repostOf !== null && words.text === '' && words.title === null

/**
 * Items of sources become events of the log, or are dropped with a reason. The ingest filter keeps a post that names a watched
 * brand; edits, deletions, purges, counts and holes always pass. A repost passes when its own text names a brand or its
 * original is known: it can only add reach to a post that we have.
 */
export function normalise(options: NormaliseOptions): Stage<Incoming, readonly NewRecord[]> {
  const { secret, matcher, suppression, known, clock = systemClock } = options
  const authors = new Authors(secret)
  const kept = new BoundedMap<true>(REMEMBERED_POSTS)

  const original = ({ source }: Incoming, draft: PostDraft) =>
    postId(draft.network ?? source.network, (draft.repostOf ?? '').toWellFormed())

  /** Originals of the batch's reposts that are not in memory, asked for in one go. */
  async function storedOriginals(batch: readonly Incoming[]): Promise<ReadonlySet<string>> {
    if (!known) return new Set()
    const asked = new Set<string>()
    for (const incoming of batch) {
      const { item, source } = incoming
      if (item.kind === 'post' && item.repostOf && source.keep === 'matching') asked.add(original(incoming, item))
    }
    const unknown = [...asked].filter((id) => !kept.get(id))
    return unknown.length > 0 ? known(unknown) : new Set()
  }

  function passes(incoming: Incoming, draft: PostDraft, words: Words, stored: ReadonlySet<string>): boolean {
    if (incoming.source.keep === 'all' || revisionOf(draft) > 0 || matcher().named(fullText(words))) return true
    if (!draft.repostOf) return false
    const id = original(incoming, draft)
    return kept.get(id) === true || stored.has(id)
  }

  function post(incoming: Incoming, draft: PostDraft, stored: ReadonlySet<string>, now: number): Normalised {
    const { source, lane } = incoming
    const words = wordsOf(draft)
    const isEmpty = words.text === '' && words.title === null
    if (isEmpty && !isPureRepost(draft, words) && revisionOf(draft) === 0) return drop('empty')
    if (!passes(incoming, draft, words, stored)) return drop('no-brand')
    const { at } = postTime(draft.createdAt, now)
    if (source.retentionMs !== null && at < now - source.retentionMs) return drop('too-old')
    const made = postOf(incoming, draft, words, authors, now)
    if (made.author && suppression.has(made.author.key)) return drop('suppressed')
    if (suppression.size > 0 && suppression.has(suppressedPost(secret, made.id))) return drop('suppressed')
    const checked = PostsRecord.safeParse(made)
    if (!checked.success) return dead('ML_EVENT_INVALID', explain(checked.error))
    const records: NewRecord[] = [{ key: made.id, value: JSON.stringify(made), lane }]
    const author = draft.author && authors.event(made.network, draft.author, at)
    if (author) records.push({ key: author.key, value: JSON.stringify(author), lane })
    kept.set(made.id, true)
    return ok(records)
  }

  function one(incoming: Incoming, stored: ReadonlySet<string>, now: number): Normalised {
    const { item } = incoming
    if (item.kind === 'bad') return dead(item.code, item.message.slice(0, 400))
    if (item.kind === 'post') return post(incoming, item, stored, now)
    const { event, ...record } = otherRecord(incoming, item, authors, now)
    const checked = PostsRecord.safeParse(event)
    if (!checked.success) return dead('ML_EVENT_INVALID', explain(checked.error))
    return ok([{ ...record, value: JSON.stringify(event) }])
  }

  return {
    name: 'ingest',
    async run(batch) {
      await suppression.refresh()
      const stored = await storedOriginals(batch)
      const now = clock.now()
      return batch.map((incoming) => one(incoming, stored, now))
    },
  }
}
