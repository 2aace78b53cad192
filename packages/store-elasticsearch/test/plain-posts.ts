import type { StoreEvent } from '@moodlight/ports'
import { aMention, aPost, aPostMentions, T0 } from '@moodlight/testkit'

/** Plain posts `from` … `to` - 1, each of its own words and author. */
export function plainPosts(from: number, to: number, revision = 0): StoreEvent[] {
  return Array.from({ length: to - from }, (_, k) => {
    const i = from + k
    const post = aPost({
      nativeId: `${i}`,
      revision,
      at: T0 + i * 1000,
      author: `author ${i}`,
      text: `post number ${i} revision ${revision} says a word of its own w${i}`,
    })
    return aPostMentions(post, [aMention({ label: i % 2 ? 'positive' : 'negative' })], { origin: { offset: i } })
  })
}
