import type { Arrival } from './arrivals.ts'
import type { Connection } from './connection.ts'
import type { Frame } from './frame.ts'
import { matches } from './matches.ts'

/** Hands one arrival to one reader. `id`: the position behind the record. Returns how many events were queued. */
export function deliver(connection: Connection, arrival: Arrival, id: string): number {
  const frames = framesFor(connection, arrival)
  connection.push(frames, id)
  return frames.length
}

function framesFor(connection: Connection, arrival: Arrival): readonly Frame[] {
  switch (arrival.kind) {
    case 'post': {
      // What is still queued of this post is an older revision.
      if (arrival.retract) connection.forget((frame) => frame.post === arrival.post)
      const wanted = arrival.mentions.filter(({ arriving }) => matches(connection.filter, arriving))
      return [...(arrival.retract ? [arrival.retract] : []), ...wanted.map((m) => m.frame)]
    }
    case 'gone':
      connection.forget((frame) => frame.post === arrival.post)
      return [arrival.retract]
    case 'purge':
      // Which posts these were is not kept anywhere: the reader has to load again.
      connection.forget((frame) => frame.author === arrival.author)
      connection.gap()
      return []
    default:
      return []
  }
}
