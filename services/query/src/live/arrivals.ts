import { type AuthorEvent, MentionsRecord, mentionId, type PostMentions } from '@moodlight/core'
import type { LogRecord, MentionStore, StoredMention } from '@moodlight/ports'
import { mentionView } from '../view/mention-view.ts'
import { type Frame, frame } from './frame.ts'
import type { Arriving } from './matches.ts'
import { Remembered } from './remembered.ts'

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

/**
 * Reads records and makes their events, each once for all readers. It remembers which brands a post was shown with, so that
 * an edit that drops a name retracts it, and who the authors are; both are bounded, and what was forgotten is looked up or retracted whole.
 */
export class Arrivals {
  readonly #store: Pick<MentionStore, 'author' | 'mention'>
  readonly #shown = new Remembered<readonly string[]>(POSTS_REMEMBERED)
  readonly #authors = new Remembered<AuthorEvent>(AUTHORS_REMEMBERED)

  constructor(store: Pick<MentionStore, 'author' | 'mention'>) {
    this.#store = store
  }

  async read(record: LogRecord): Promise<Arrival> {
    const event = decode(record.value)
    switch (event?.type) {
      case 'mentions':
        return this.#post(event, record.at)
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

  async #post(event: PostMentions, appendedAt: number): Promise<Arrival> {
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
    const author = brands.length > 0 && post.author ? await this.#author(post.author.key) : null
    const mentions = await Promise.all(
      event.mentions.map(async (mention) => {
        const stored = await this.#stored(event, mention, author)
        const view = mentionView(stored)
        const of = { post: post.id, author: post.author?.key ?? null, appendedAt }
        return { arriving: { stored, tokens: null }, frame: frame('mention', view, of) }
      }),
    )
    return { kind: 'post', post: post.id, mentions, retract, brands: [...brands, ...dropped] }
  }

  /** Copies and reposts are known to the store only; the first of a story needs no look. */
  async #stored(
    event: PostMentions,
    mention: PostMentions['mentions'][number],
    author: AuthorEvent | null,
  ): Promise<StoredMention> {
    const { post, language, labelling } = event
    const id = mentionId(post.id, mention.brand)
    const known = await this.#store.mention(id).catch(() => null)
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
