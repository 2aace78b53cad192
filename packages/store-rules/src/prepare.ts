import type { StoreEvent } from '@moodlight/ports'
import { preparePost } from './post.ts'
import type { Prepared } from './prepared.ts'

/** Makes flat rows of events, in the caller's thread. */
export function prepare(event: StoreEvent): Prepared {
  switch (event.type) {
    case 'mentions':
      return preparePost(event)
    case 'tombstone':
      return { t: 'tombstone', id: event.id, source: event.source, at: event.at, reason: event.reason }
    case 'author-purge':
      return { t: 'purge', author: event.author, until: event.until, at: event.at }
    case 'engagement':
      return {
        t: 'engagement',
        id: event.id,
        source: event.source,
        at: event.at,
        counts: JSON.stringify(event.counts),
      }
    case 'author':
      return {
        t: 'author',
        key: event.key,
        network: event.network,
        handle: foldName(event.handle),
        name: foldName(event.name),
        seenAt: event.seenAt,
        json: JSON.stringify(event),
      }
    case 'hole':
      return { t: 'hole', hole: event, json: JSON.stringify(event) }
    case 'tick':
      return { t: 'tick', at: event.at }
    case 'settings':
      return { t: 'settings', event }
  }
}

/** How handles and names are compared: without the sign, in lower case. */
export function foldName(name: string | null): string | null {
  return name === null ? null : name.trim().replace(/^@/, '').normalize('NFKC').toLowerCase()
}
