import { authorKey } from '@moodlight/core'
import { STATE_KINDS, type StateStore } from '@moodlight/ports'

/** How old the list in memory may be, in milliseconds. Purges and tombstones in the log act at once; this is the second fence. */
const REFRESH_MS = 2000

/** The name under which an erased post stands on the list: a keyed hash, so that the list tells nobody what was erased. */
export function suppressedPost(secret: string, postId: string): string {
  return `p_${authorKey(secret, 'post', postId).slice(2)}`
}

/**
 * The suppression list: authors (their keys) and posts (see {@link suppressedPost}) that no way in may bring back. Documents
 * of kind `suppression`; their ids are the list.
 */
export class Suppression {
  readonly #state: StateStore
  #ids = new Set<string>()
  #readAt = Number.NEGATIVE_INFINITY

  constructor(state: StateStore) {
    this.#state = state
  }

  static async add(state: StateStore, ids: readonly string[], at: number): Promise<void> {
    if (ids.length === 0) return
    await state.putAll(ids.map((id) => ({ kind: STATE_KINDS.suppression, id, value: { at } })))
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  get size(): number {
    return this.#ids.size
  }

  /** Reads the list again when what we have is older than two seconds. It only grows, so that an equal count is an equal list. */
  async refresh(now = performance.now()): Promise<void> {
    if (now - this.#readAt < REFRESH_MS) return
    if ((await this.#state.count(STATE_KINDS.suppression)) !== this.#ids.size) {
      const ids = new Set<string>()
      for (let after: string | undefined; ; ) {
        const docs = await this.#state.list(STATE_KINDS.suppression, { limit: 1000, ...(after && { after }) })
        for (const doc of docs) ids.add(doc.id)
        after = docs.at(-1)?.id
        if (docs.length < 1000) break
      }
      this.#ids = ids
    }
    this.#readAt = now
  }
}
