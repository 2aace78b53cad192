import { type PostsRecord, postId } from '@moodlight/core'
import type { SourceItem } from '@moodlight/ports'
import type { Authors } from './authors.ts'
import { engagementOf } from './counts.ts'
import { clampTime } from './post-time.ts'
import type { Incoming } from './source-facts.ts'

type OtherItem = Exclude<SourceItem, { kind: 'post' | 'bad' }>

/** The event of an item that is no post: deletions, purges, counts and holes always pass the ingest filter, whatever they say. */
export function otherEvent({ item, facts, lane }: Incoming<OtherItem>, authors: Authors, now: number): PostsRecord {
  const { source } = facts
  switch (item.kind) {
    case 'tombstone': {
      const id = postId(item.network ?? facts.network, item.nativeId.toWellFormed())
      return { type: 'tombstone', v: 1, id, source, at: clampTime(item.at, now), reason: 'source', lane }
    }
    case 'author-purge': {
      const author = authors.key(item.network ?? facts.network, item.authorId)
      const [until, at] = [clampTime(item.until, now), clampTime(item.at, now)]
      return { type: 'author-purge', v: 1, author, until, at, reason: 'source' }
    }
    case 'engagement': {
      const id = postId(item.network ?? facts.network, item.nativeId.toWellFormed())
      return { type: 'engagement', v: 1, id, source, at: clampTime(item.at, now), counts: engagementOf(item.counts) }
    }
    case 'hole': {
      const to = item.to === null ? null : clampTime(item.to, now)
      const { id, reason, detail } = item
      return {
        type: 'hole',
        v: 1,
        id,
        source,
        from: clampTime(item.from, now),
        to,
        reason,
        detail: detail.slice(0, 500),
      }
    }
  }
}
