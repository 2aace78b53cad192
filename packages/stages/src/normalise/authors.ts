import { type AuthorEvent, authorKey, handleKey, type PostAuthor } from '@moodlight/core'
import type { PostDraft } from '@moodlight/ports'
import { BoundedMap } from './bounded-map.ts'
import { webLink } from './canonical-url.ts'
import { cleanField } from './clean-text.ts'
import { count } from './counts.ts'

type DraftAuthor = NonNullable<PostDraft['author']>

/** What an author's record said last, and of when that was. */
interface Said {
  readonly text: string
  readonly at: number
}

/** Pseudonyms, and the one separate record in which handle and name live: sent only when it is new or changed. */
export class Authors {
  readonly #secret: string
  readonly #keys: BoundedMap<string>
  readonly #said: BoundedMap<Said>

  constructor(secret: string, remembered = 50_000) {
    this.#secret = secret
    this.#keys = new BoundedMap(remembered)
    this.#said = new BoundedMap(remembered)
  }

  key(network: string, nativeId: string): string {
    const id = `${network}\u0000${nativeId}`
    const known = this.#keys.get(id)
    if (known !== undefined) return known
    const key = authorKey(this.#secret, network, nativeId)
    this.#keys.set(id, key)
    return key
  }

  postAuthor(network: string, author: DraftAuthor): PostAuthor {
    const handle = cleanField(author.handle, 512)
    return {
      key: this.key(network, author.id),
      handleKey: handle === null ? null : handleKey(this.#secret, network, handle),
      followers: count(author.followers),
      automated: author.automated === true,
    }
  }

  /** The author's record as of the post's time, or null when it says nothing new. After a restart it is sent once more. */
  event(network: string, author: DraftAuthor, at: number): AuthorEvent | null {
    const key = this.key(network, author.id)
    const url = webLink(author.url)?.href ?? null
    const facts = {
      handle: cleanField(author.handle, 512)?.replace(/^@/, '') ?? null,
      name: cleanField(author.name, 512),
      url,
      followers: count(author.followers),
    }
    const text = JSON.stringify(facts)
    const said = this.#said.get(key)
    if (said && (said.at > at || said.text === text)) return null
    this.#said.set(key, { text, at })
    return { type: 'author', v: 1, key, network, ...facts, seenAt: at }
  }
}
