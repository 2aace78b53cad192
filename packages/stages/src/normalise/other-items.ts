import { type PostsRecord, postId } from '@moodlight/core'
import type { NewRecord, SourceItem } from '@moodlight/ports'
import type { Authors } from './authors.ts'
import { engagementOf } from './counts.ts'
import { clampTime } from './post-time.ts'
import type { Incoming } from './source-facts.ts'

type OtherItem = Exclude<SourceItem, { kind: 'post' | 'bad' }>
type Made = { readonly event: PostsRecord; readonly key: string; readonly broadcast?: boolean }

/** Deletions, purges, counts and holes always pass the ingest filter, whatever they say. */
function eventOf({ source, lane }: Incoming, item: OtherItem, authors: Authors, now: number): Made {
  switch (item.kind) {
    case 'tombstone': {
      const id = postId(item.network ?? source.network, item.nativeId.toWellFormed())
      const at = clampTime(item.at, now)
      return { key: id, event: { type: 'tombstone', v: 1, id, source: source.id, at, reason: 'source', lane } }
    }
    case 'author-purge': {
      const author = authors.key(item.network ?? source.network, item.authorId)
      const [until, at] = [clampTime(item.until, now), clampTime(item.at, now)]
      return {
        key: author,
        event: { type: 'author-purge', v: 1, author, until, at, reason: 'source' },
        broadcast: true,
      }
    }
    case 'engagement': {
      const id = postId(item.network ?? source.network, item.nativeId.toWellFormed())
      const [at, counts] = [clampTime(item.at, now), engagementOf(item.counts)]
      return { key: id, event: { type: 'engagement', v: 1, id, source: source.id, at, counts } }
    }
    case 'hole': {
      const { id, reason } = item
      const to = item.to === null ? null : clampTime(item.to, now)
      const hole = { id, source: source.id, from: clampTime(item.from, now), to, reason }
      return { key: `hole:${id}`, event: { type: 'hole', v: 1, ...hole, detail: item.detail.slice(0, 500) } }
    }
  }
}

/** The record of an item that is no post. */
export function otherRecord(
  incoming: Incoming,
  item: OtherItem,
  authors: Authors,
  now: number,
): Made & { lane: NewRecord['lane'] } {
  return { ...eventOf(incoming, item, authors, now), lane: incoming.lane }
}
