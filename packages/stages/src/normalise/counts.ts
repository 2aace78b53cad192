import type { Engagement } from '@moodlight/core'
import type { PostDraft } from '@moodlight/ports'

/** A number of a source as a count; null when it is none. */
export function count(n: number | null | undefined): number | null {
  return typeof n === 'number' && Number.isFinite(n) && n >= 0 ? Math.min(Math.floor(n), Number.MAX_SAFE_INTEGER) : null
}

export function engagementOf(draft: PostDraft['engagement']): Engagement {
  return {
    likes: count(draft?.likes),
    reposts: count(draft?.reposts),
    replies: count(draft?.replies),
    views: count(draft?.views),
  }
}
