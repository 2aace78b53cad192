import type { StoreEvent } from '@moodlight/ports'
import { bulk, type Write } from '../client/bulk.ts'
import { type ClockFact, factId, type SourceFact } from '../documents/fact-document.ts'
import type { Shared } from '../store.ts'

const CLOCK = 'clock'

/**
 * The newest time heard, of everything and of each source, whatever became of the record. The time is the document's version,
 * so that the greatest of all instances wins without reading; what is older is answered with a conflict, which is right.
 */
export async function noteHeard(s: Shared, events: readonly StoreEvent[]): Promise<void> {
  const newest = new Map<string, number>()
  const hear = (name: string, at: number) => newest.set(name, Math.max(at, newest.get(name) ?? -1))
  for (const event of events) {
    if (event.type === 'mentions') hear(`source/${event.post.source}`, event.post.at)
    if (event.type === 'mentions') hear(CLOCK, event.post.at)
    if (event.type === 'tick') hear(CLOCK, event.at)
  }
  const writes: Write[] = []
  for (const [name, at] of newest) {
    if (at <= (s.heard.get(name) ?? -1)) continue
    const source = name === CLOCK ? null : name.slice('source/'.length)
    const doc: SourceFact | ClockFact = source === null ? { kind: 'clock', at } : { kind: 'source', id: source, at }
    const id = source === null ? factId.clock : factId.source(source)
    writes.push({ index: s.names.facts, id, action: 'put', version: at, doc })
  }
  await bulk(s.es, writes)
  for (const [name, at] of newest) s.heard.set(name, Math.max(at, s.heard.get(name) ?? -1))
}
