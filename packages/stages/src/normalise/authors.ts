import { type AuthorEvent, authorKey, handleKey, type PostAuthor } from '@moodlight/core'
import type { PostDraft } from '@moodlight/ports'
import { BoundedMap } from '@moodlight/runtime'
import { webAddress } from './canonical-url.ts'
import { cleanField } from './clean-text.ts'
import { count } from './counts.ts'

type DraftAuthor = NonNullable<PostDraft['author']>

const cleanHandle = (handle: string | null) => cleanField(handle, 512)?.replace(/^@/, '') || null

function remember(keys: BoundedMap<string>, id: string, key: string): string {
  keys.set(id, key)
  return key
}

/** Pseudonyms of authors, and the one separate record in which handle and name live. */
export class Authors {
  readonly #secret: string
  /** Keys made lately: making one costs as much as the rest of a post. */
  readonly #keys = new BoundedMap<string>(50_000)
  readonly #handleKeys = new BoundedMap<string>(50_000)

  constructor(secret: string) {
    this.#secret = secret
  }

  key(network: string, nativeId: string): string {
    const id = `${network}\u0000${nativeId}`
    return this.#keys.get(id) ?? remember(this.#keys, id, authorKey(this.#secret, network, nativeId))
  }

  #handleKey(network: string, handle: string): string {
    const id = `${network}\u0000${handle}`
    return this.#handleKeys.get(id) ?? remember(this.#handleKeys, id, handleKey(this.#secret, network, handle))
  }

  postAuthor(network: string, author: DraftAuthor): PostAuthor {
    const handle = cleanHandle(author.handle)
    return {
      key: this.key(network, author.id),
      handleKey: handle === null ? null : this.#handleKey(network, handle),
      followers: count(author.followers),
      automated: author.automated === true,
    }
  }

  /** The author's record as of the post's time, so that old posts do not bring old names back; null without anything to tell. */
  event(network: string, author: DraftAuthor, at: number): AuthorEvent | null {
    const handle = cleanHandle(author.handle)
    const name = cleanField(author.name, 512)
    const url = webAddress(author.url)
    if (handle === null && name === null && url === null) return null
    const key = this.key(network, author.id)
    return { type: 'author', v: 1, key, network, handle, name, url, followers: count(author.followers), seenAt: at }
  }
}
