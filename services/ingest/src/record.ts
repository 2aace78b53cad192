import type { Lane, PostsRecord } from '@moodlight/core'
import type { NewRecord } from '@moodlight/ports'

/** An event as a record of `posts`: keyed so that all that concerns one post stays in order. */
export function recordOf(event: PostsRecord, lane: Lane): NewRecord {
  const value = JSON.stringify(event)
  switch (event.type) {
    case 'post':
    case 'tombstone':
    case 'engagement':
    case 'hole':
      return { key: event.id, value, lane }
    case 'author':
      return { key: event.key, value, lane }
    case 'author-purge':
      // Every partition may hold posts of the author.
      return { key: event.author, value, lane, broadcast: true }
    case 'tick':
    case 'settings':
      return { key: event.type, value, lane, broadcast: true }
  }
}
