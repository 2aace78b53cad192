import type { Mention } from '@moodlight/core'
import type { MentionStore, StoredMention } from '@moodlight/ports'
import { type MentionView, mentionView } from './mention-view.ts'

/**
 * Views of a page of mentions. The chips need every brand of each post; a page usually holds them all or is filtered by
 * brand, so each distinct post is read once, a few at a time.
 */
export async function mentionViews(store: MentionStore, items: readonly StoredMention[]): Promise<MentionView[]> {
  const posts = [...new Set(items.map((item) => item.post.id))]
  const mentions = new Map<string, readonly Mention[]>()
  const WIDTH = 16
  for (let i = 0; i < posts.length; i += WIDTH)
    await Promise.all(
      posts.slice(i, i + WIDTH).map(async (id) => mentions.set(id, (await store.post(id))?.mentions ?? [])),
    )
  return items.map((item) => mentionView(item, mentions.get(item.post.id) ?? []))
}
