import type { ApplyResult, StoreEvent } from '@moodlight/ports'
import { carriedPost, engagementOver, type Prepared, type PreparedPost, takenBy } from '@moodlight/store-rules'
import { documentId } from '../client/names.ts'
import type { Ref } from '../client/read.ts'
import { type EngagementFact, factId } from '../documents/fact-document.ts'
import { type PostDocument, wellFormed } from '../documents/post-document.ts'
import type { Shared } from '../store.ts'
import { correctionsOf, decidePost, decideTombstone, merge } from './post-rules.ts'
import type { Change, Unit } from './units.ts'

/** An event about one post id, with its place in the batch. */
export interface PostEvent {
  readonly raw: StoreEvent
  readonly event: Extract<Prepared, { t: 'post' | 'tombstone' | 'engagement' }>
  readonly at: number
  readonly stamp: number
}

/** A model met for the first time in this unit. */
export type NoteModel = (post: PreparedPost, stamp: number) => void

/** All events of one post id, in order. `results` is filled by place. */
export function postUnit(
  s: Shared,
  id: string,
  events: readonly PostEvent[],
  results: ApplyResult[],
  noteModel: NoteModel,
  expectNew: boolean,
): Unit {
  const { generations, active } = s.meta
  const posts = new Map<number, Ref>(generations.map((g) => [g, { index: s.names.posts(g), id: documentId(id) }]))
  const engagement: Ref = { index: s.names.facts, id: factId.engagement(id) }
  const hears = events.some(({ raw }) => raw.type === 'engagement')
  const onlyNew = events.every(({ raw }) => raw.type === 'mentions') && firstIsNew(events)
  return {
    refs: [...posts.values(), ...(hears ? [engagement] : [])],
    assumeNew: expectNew && onlyNew && generations.length === 1,
    decide(read) {
      const docs = new Map([...posts].map(([g, ref]) => [g, read(ref) as PostDocument | null]))
      let heard = hears ? (read(engagement) as EngagementFact | null) : null
      const changed = new Set<number>()
      let told: 'write' | 'drop' | null = null
      const set = (g: number, doc: PostDocument | undefined) => {
        if (!doc) return
        docs.set(g, doc)
        changed.add(g)
        if (doc.kind === 'dead' || doc.kind === 'refused') {
          heard = null
          told = 'drop'
        }
      }
      for (const { event, at, stamp } of events) {
        if (event.t === 'post') {
          // What people said of it is known to all generations.
          const persons = merge([...docs.values()].flatMap(correctionsOf), event.persons)
          results[at] = 'superseded'
          for (const g of takenBy(generations, event.generation)) {
            const own = g === event.generation
            const one = { ...(own ? event : carriedPost(event, g)), persons }
            const decision = decidePost(docs.get(g) ?? null, one, s.purges.until(event.author), stamp)
            if (decision.result === 'applied' && decision.doc) noteModel(one, stamp)
            set(g, decision.doc)
            if (own || g === active) results[at] = decision.result
          }
        } else if (event.t === 'tombstone') {
          for (const g of generations) {
            const deletion = { at: event.at, source: event.source, reason: event.reason }
            set(g, decideTombstone(docs.get(g) ?? null, id, deletion, stamp).doc)
          }
          results[at] = 'applied'
        } else {
          const gone = [...docs.values()].some((doc) => doc?.kind === 'dead' || doc?.kind === 'refused')
          const over = gone ? 'erased' : engagementOver(heard && { at: heard.at, counts: heard.json }, event)
          results[at] = over === 'write' ? 'applied' : over
          if (over !== 'write') continue
          told = 'write'
          heard = {
            kind: 'engagement',
            id: wellFormed(id),
            source: event.source,
            at: event.at,
            stamp,
            json: event.counts,
          }
        }
      }
      const changes: Change[] = [...changed].map((g) => ({ ...posts.get(g)!, doc: docs.get(g)! }))
      if (told !== null) changes.push({ ...engagement, doc: told === 'write' ? heard : null })
      return changes
    },
    refuse() {
      for (const { at } of events) results[at] = 'refused'
    },
  }
}

/** A first revision is nearly always new; what was edited or labelled anew is not. */
function firstIsNew(events: readonly PostEvent[]): boolean {
  const { raw } = events[0]!
  return raw.type === 'mentions' && raw.post.revision === 0
}
