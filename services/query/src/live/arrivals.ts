import { setTimeout as sleep } from 'node:timers/promises'
import { type AuthorEvent, MentionsRecord, mentionId, type PostMentions } from '@moodlight/core'
import type { LogRecord, MentionStore, StoredMention } from '@moodlight/ports'
import { BoundedMap } from '@moodlight/runtime'
import { mentionView } from '../view/mention-view.ts'
import { type Frame, frame } from './frame.ts'
import type { Arriving } from './matches.ts'

/** What one record of the topic `mentions` means to live readers. */
export type Arrival =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'tick'; readonly at: number }
  | {
      readonly kind: 'post'
      readonly post: string
      readonly mentions: readonly { readonly arriving: Arriving; readonly frame: Frame }[]
      /** To be told to everybody; null when nothing was shown before. */
      readonly retract: Frame | null
      readonly brands: readonly string[]
    }
  /** Everything of the post is gone. */
  | { readonly kind: 'gone'; readonly post: string; readonly retract: Frame; readonly brands: readonly string[] }
  | { readonly kind: 'purge'; readonly author: string }
  | { readonly kind: 'settings' }

const POSTS_REMEMBERED = 20_000
const AUTHORS_REMEMBERED = 5000
/** Up to this many records at once are few; for them the store is given time to catch up. */
const FEW = 64
const PATIENCE_MS = 60

/**
 * Reads records and makes their events, each once for all readers. It remembers which brands a post was shown with, so that
 * an edit that drops a name retracts it, and who the authors are; both are bounded, and what was forgotten is looked up or retracted whole.
 */
export class Arrivals {
  readonly #store: Pick<MentionStore, 'author' | 'mention'>
  readonly #shown = new BoundedMap<readonly string[]>(POSTS_REMEMBERED)
  readonly #authors = new BoundedMap<AuthorEvent>(AUTHORS_REMEMBERED)

  constructor(store: Pick<MentionStore, 'author' | 'mention'>) {
    this.#store = store
  }

  /**
   * What records mean, in their order. `wanted`: somebody listens, so that events are worth making. What is remembered changes
   * in the order of the records, only the look-ups run side by side.
   */
  readAll(records: readonly LogRecord[], wanted: boolean): Promise<readonly Arrival[]> {
    const patient = records.length <= FEW
    return Promise.all(records.map((record) => this.#read(record, wanted, patient)))
  }

  async #read(record: LogRecord, wanted: boolean, patient: boolean): Promise<Arrival> {
    const event = decode(record.value)
    switch (event?.type) {
      case 'mentions':
        return this.#post(event, record.at, wanted, patient)
      case 'tombstone': {
        const brands = this.#shown.get(event.id) ?? []
        this.#shown.delete(event.id)
        return { kind: 'gone', post: event.id, retract: retraction(event.id, null), brands }
      }
      case 'author':
        this.#authors.set(event.key, event)
        return { kind: 'nothing' }
      case 'author-purge':
        this.#authors.delete(event.author)
        return { kind: 'purge', author: event.author }
      case 'tick':
        return { kind: 'tick', at: event.at }
      case 'settings':
        return { kind: 'settings' }
      default:
        return { kind: 'nothing' }
    }
  }

  async #post(event: PostMentions, appendedAt: number, wanted: boolean, patient: boolean): Promise<Arrival> {
    const { post } = event
    const before = this.#shown.get(post.id)
    const brands = event.mentions.map((m) => m.brand)
    if (brands.length > 0) this.#shown.set(post.id, brands)
    else this.#shown.delete(post.id)
    const dropped = before?.filter((brand) => !brands.includes(brand)) ?? []
    // Of an edit whose former form is not remembered nobody knows what was shown: all of it goes, what holds is told again.
    const forgotten = before === undefined && post.revision > 0
    const whole = forgotten || (dropped.length > 0 && brands.length === 0)
    const retract = whole ? retraction(post.id, null) : dropped.length > 0 ? retraction(post.id, dropped) : null
    if (!wanted) return { kind: 'post', post: post.id, mentions: [], retract, brands: [...brands, ...dropped] }
    const author = brands.length > 0 && post.author ? await this.#author(post.author.key) : null
    const mentions = await Promise.all(
      event.mentions.map(async (mention) => {
        const stored = await this.#stored(event, mention, author, patient)
        const view = mentionView(stored)
        const of = { post: post.id, author: post.author?.key ?? null, appendedAt }
        return { arriving: { stored, tokens: null }, frame: frame('mention', view, of) }
      }),
    )
    return { kind: 'post', post: post.id, mentions, retract, brands: [...brands, ...dropped] }
  }

  /**
   * Copies and reposts are known to the store only, and the feed is usually a little ahead of it: while little comes in, it is asked
   * once more. Who is not there by then is told without copies.
   */
  async #stored(
    event: PostMentions,
    mention: PostMentions['mentions'][number],
    author: AuthorEvent | null,
    patient: boolean,
  ): Promise<StoredMention> {
    const { post, language, labelling } = event
    const id = mentionId(post.id, mention.brand)
    const look = () => this.#store.mention(id).catch(() => null)
    let known = await look()
    if (!known && patient) {
      await sleep(PATIENCE_MS)
      known = await look()
    }
    const story = known?.story ?? { id: post.id, posts: 1, authors: post.author ? 1 : 0 }
    return {
      id,
      post,
      language,
      mention,
      siblings: event.mentions,
      labelling,
      story,
      reposts: known?.reposts ?? 0,
      author,
    }
  }

  async #author(key: string): Promise<AuthorEvent | null> {
    const known = this.#authors.get(key)
    if (known) return known
    const found = await this.#store.author(key).catch(() => null)
    if (found) this.#authors.set(key, found)
    return found
  }
}

/** null for what is no event of ours: the index side makes a dead letter of it, the feed goes on. */
function decode(value: string): MentionsRecord | null {
  try {
    return MentionsRecord.safeParse(JSON.parse(value)).data ?? null
  } catch {
    return null
  }
}

function retraction(post: string, brands: readonly string[] | null): Frame {
  return frame('retract', { post, brands }, { post: null })
}
