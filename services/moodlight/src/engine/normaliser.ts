import type { Clock } from '@moodlight/core'
import type { MentionStore, StateStore } from '@moodlight/ports'
import { type BrandBook, filterOf, normalise, Suppression } from '@moodlight/stages'

/** What makes posts of what sources bring, for the brands of a book; `store` knows which posts were there before. */
export function normaliserOf(
  book: BrandBook,
  { secret, state, store, clock }: { secret: string; state: StateStore; store: MentionStore; clock: Clock },
) {
  const matcher = filterOf(book)
  return normalise({
    secret,
    matcher: () => matcher,
    suppression: new Suppression(state),
    known: async (ids) =>
      new Set((await Promise.all(ids.map((id) => store.post(id)))).flatMap((found) => (found ? [found.post.id] : []))),
    clock,
  })
}
