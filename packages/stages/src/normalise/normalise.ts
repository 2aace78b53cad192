import {
  type Clock,
  dead,
  drop,
  fullText,
  type Lane,
  type Outcome,
  ok,
  PostsRecord,
  postId,
  systemClock,
} from '@moodlight/core'
import type { PostDraft, SourceItem } from '@moodlight/ports'
import { BoundedMap } from '@moodlight/runtime'
import { explain } from '../decode.ts'
import { Authors } from './authors.ts'
import { otherEvent } from './other-items.ts'
import { postOf, type Words, wordsOf } from './post-of.ts'
import { postTime } from './post-time.ts'
import { revisionOf } from './revision.ts'
import type { Incoming, SourceFacts } from './source-facts.ts'
import { suppressedIn } from './suppressed-in.ts'
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

/** What is written for one item: its event and, beside a post, the record of its author. */
export type Normalised = Outcome<readonly PostsRecord[]>
/** Makes events of items: one outcome for each, in order. Bad input is dead, never thrown. */
export type Normalise = (items: readonly SourceItem[], facts: SourceFacts, lane: Lane) => Promise<readonly Normalised[]>

const DAY_MS = 86_400_000
/** Ids of posts kept lately, for reposts that follow before their original is stored. */
const REMEMBERED_POSTS = 100_000

const networksOf = ({ network, source }: SourceFacts) => (network === source ? [network] : [network, source])

const originalOf = ({ item, facts }: Incoming<PostDraft>): string | null =>
  item.repostOf ? postId(item.network ?? facts.network, item.repostOf.toWellFormed()) : null

/**
 * Items of sources become events of the log, or are dropped with a reason. The ingest filter keeps a post that names a watched
 * brand; edits, deletions, purges, counts and holes always pass. A repost passes when its own text names a brand or its
 * original is known: it can only add reach to a post that we have.
 */
export function normalise(options: NormaliseOptions): Normalise {
  const { secret, matcher, suppression, known, clock = systemClock } = options
  const authors = new Authors(secret)
  const kept = new BoundedMap<true>(REMEMBERED_POSTS)

  /** Originals of the batch's reposts that are not in memory, asked for in one go. */
  async function storedOriginals(items: readonly SourceItem[], facts: SourceFacts, lane: Lane) {
    if (!known || facts.keep === 'all') return new Set<string>()
    const asked = new Set<string>()
    for (const item of items) {
      const id = item.kind === 'post' ? originalOf({ item, facts, lane }) : null
      if (id !== null && !kept.get(id)) asked.add(id)
    }
    return asked.size > 0 ? known([...asked]) : new Set<string>()
  }

  function passes(incoming: Incoming<PostDraft>, words: Words, stored: ReadonlySet<string>): boolean {
    const { item, facts } = incoming
    if (facts.keep === 'all' || revisionOf(item) > 0 || matcher().named(fullText(words))) return true
    const id = originalOf(incoming)
    return id !== null && (kept.get(id) === true || stored.has(id))
  }

  function post(incoming: Incoming<PostDraft>, stored: ReadonlySet<string>, now: number): Normalised {
    const { item, facts } = incoming
    const words = wordsOf(item)
    // An edit that empties a post takes back what it said, so that it must pass.
    const isEmpty = words.text === '' && words.title === null
    if (isEmpty && !item.repostOf && revisionOf(item) === 0) return drop('empty')
    if (!passes(incoming, words, stored)) return drop('no-brand')
    const { at } = postTime(item.createdAt, now)
    if (at < now - facts.retentionDays * DAY_MS) return drop('too-old')
    const made = postOf(incoming, words, authors, now)
    if (suppression.size > 0) {
      if (made.author && suppression.has(made.author.key)) return drop('suppressed')
      if (suppression.has(suppressedPost(secret, made.id))) return drop('suppressed')
    }
    const outcome = checked(made)
    if (outcome.kind !== 'ok') return outcome
    kept.set(made.id, true)
    const author = item.author && authors.event(made.network, item.author, at)
    return author ? ok([made, author]) : outcome
  }

  function one(item: SourceItem, facts: SourceFacts, lane: Lane, stored: ReadonlySet<string>, now: number): Normalised {
    if (item.kind === 'bad') {
      const erased =
        suppression.size > 0 && suppressedIn(item.raw, networksOf(facts), secret, (id) => suppression.has(id))
      return erased ? drop('suppressed') : dead(item.code, item.message.slice(0, 400))
    }
    if (item.kind === 'post') return post({ item, facts, lane }, stored, now)
    return checked(otherEvent({ item, facts, lane }, authors, now))
  }

  return async (items, facts, lane) => {
    await suppression.refresh()
    const stored = await storedOriginals(items, facts, lane)
    const now = clock.now()
    return items.map((item) => {
      try {
        return one(item, facts, lane, stored, now)
      } catch (error) {
        // An item that is not of its type's shape: the connector let it through.
        return dead('ML_STAGE_FAILED', error)
      }
    })
  }
}

/** Connectors are typed, sources are not: what is written must fit the schema. */
function checked(event: PostsRecord): Normalised {
  const result = PostsRecord.safeParse(event)
  return result.success ? ok([event]) : dead('ML_EVENT_INVALID', explain(result.error))
}
