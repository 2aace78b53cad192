import type { PostMentions } from '@moodlight/core'
import { preparePost } from './post.ts'
import type { PreparedPost } from './prepared.ts'
import { storedEvent } from './stored-event.ts'

/** What is stored of a post: the JSON text of its event. */
interface Stored {
  readonly json: string
}

/**
 * The time of a post is fixed at first hearing: an edit whose source gives no time would otherwise carry the moment of the edit,
 * and move the post into another window and past the cursors of readers. A time of the source beats one of hearing, and of
 * two times of hearing the earlier counts, in whichever order the revisions come.
 */
export function pinned(post: PreparedPost, stored: Stored): PreparedPost {
  if (!post.heard) return post
  const { post: before } = JSON.parse(stored.json) as PostMentions
  return before.atFrom === 'source' || before.at < post.at ? withTime(post.json, before) : post
}

/** What is stored, with the time of an older revision that came later; null when its time stays. */
export function repinned(stored: Stored, older: PreparedPost): PreparedPost | null {
  const { post: kept } = JSON.parse(stored.json) as PostMentions
  if (kept.atFrom === 'source' || (older.heard && older.at >= kept.at)) return null
  return withTime(stored.json, { at: older.at, atFrom: older.heard ? 'seen' : 'source' })
}

function withTime(json: string, { at, atFrom }: Pick<PostMentions['post'], 'at' | 'atFrom'>): PreparedPost {
  const event = storedEvent(json)
  return preparePost({ ...event, post: { ...event.post, at, atFrom } })
}
