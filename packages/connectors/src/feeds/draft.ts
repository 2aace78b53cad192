import type { PostDraft } from '@moodlight/ports'
import type { Entry } from './entry.ts'

/**
 * A post of an entry. The configured address of the feed (see shownAddress) stands in front of the identity: it is unique per feed only, and
 * the configured address stays when the feed moves.
 */
export function draftOf(entry: Entry, identity: string, revision: number, feed: string, seenAt: number): PostDraft {
  const { author, replies } = entry
  return {
    kind: 'post',
    nativeId: nativeId(feed, identity),
    revision: revision === 0 ? null : revision,
    url: entry.link,
    author: author && {
      // A name is known at its site only.
      id: author.url ?? `${new URL(feed).hostname}/${author.name}`,
      handle: null,
      name: author.name,
      url: author.url,
      followers: null,
      automated: false,
    },
    title: entry.title,
    text: entry.text,
    langHint: entry.languages,
    createdAt: entry.publishedAt,
    editedAt: revision === 0 ? null : (laterThan(entry.updatedAt, entry.publishedAt) ?? seenAt),
    replyTo: entry.replyTo === null ? null : nativeId(feed, entry.replyTo),
    replyToAuthor: null,
    repostOf: null,
    quoteOf: null,
    thread: null,
    engagement: replies === null ? null : { likes: null, reposts: null, replies, views: null },
    media: entry.media,
    network: null,
  }
}

export function nativeId(feed: string, identity: string): string {
  return `${feed} ${identity}`.slice(0, 4096)
}

function laterThan(a: number | null, b: number | null): number | null {
  return a !== null && (b === null || a > b) ? a : null
}
