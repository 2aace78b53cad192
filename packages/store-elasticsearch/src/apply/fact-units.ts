import type { ApplyResult } from '@moodlight/ports'
import { authorOver, holeOver, holeText, type Prepared } from '@moodlight/store-rules'
import type { Ref } from '../client/read.ts'
import { type AuthorFact, factId, type HoleFact, type JournalFact } from '../documents/fact-document.ts'
import { wellFormed } from '../documents/post-document.ts'
import type { Shared } from '../store.ts'
import type { Unit } from './units.ts'

type Author = Extract<Prepared, { t: 'author' }>
type Hole = Extract<Prepared, { t: 'hole' }>

export interface Placed<T> {
  readonly event: T
  readonly at: number
  readonly stamp: number
}

/** The one record of who stands behind a pseudonym. A purge takes what was seen up to its time. */
export function authorUnit(s: Shared, events: readonly Placed<Author>[], results: ApplyResult[]): Unit {
  const ref: Ref = { index: s.names.facts, id: factId.author(events[0]!.event.key) }
  return {
    refs: [ref],
    assumeNew: false,
    decide(read) {
      const before = read(ref) as AuthorFact | null
      let doc = before
      for (const { event, at } of events) {
        const until = s.purges.until(event.key)
        const over =
          until !== null && event.seenAt <= until
            ? 'erased'
            : authorOver(doc && { seenAt: doc.at, json: doc.json }, event)
        results[at] = over === 'write' ? 'applied' : over
        if (over === 'write') doc = authorFact(event)
      }
      return doc === before ? [] : [{ ...ref, doc }]
    },
    refuse: () => refuse(events, results),
  }
}

function authorFact({ key, network, handle, name, seenAt, json }: Author): AuthorFact {
  return {
    kind: 'author',
    id: key,
    network,
    ...(handle !== null && { handle: wellFormed(handle) }),
    ...(name !== null && { name: wellFormed(name) }),
    at: seenAt,
    json,
  }
}

/** A hole, and the mark in the journal of its first hearing. */
export function holeUnit(s: Shared, events: readonly Placed<Hole>[], results: ApplyResult[]): Unit {
  const { id } = events[0]!.event.hole
  const ref: Ref = { index: s.names.facts, id: factId.hole(id) }
  const mark: Ref = { index: s.names.facts, id: factId.journal(`hole/${id}`) }
  return {
    refs: [ref, mark],
    assumeNew: false,
    decide(read) {
      const before = read(ref) as HoleFact | null
      const first = events[0]!
      let doc = before
      for (const { event, at, stamp } of events) {
        const over = holeOver(doc && { to: doc.to ?? null, json: doc.json }, { to: event.hole.to, json: event.json })
        results[at] = over === 'write' ? 'applied' : over
        if (over === 'write') doc = holeFact(event, stamp)
      }
      const entry: JournalFact = {
        kind: 'journal',
        at: first.event.hole.from,
        n: first.stamp,
        what: 'hole',
        ref: wellFormed(id),
        text: holeText(first.event.hole),
        by: first.event.hole.source,
      }
      return [...(doc === before ? [] : [{ ...ref, doc }]), ...(read(mark) === null ? [{ ...mark, doc: entry }] : [])]
    },
    refuse: () => refuse(events, results),
  }
}

function holeFact({ hole, json }: Hole, stamp: number): HoleFact {
  return {
    kind: 'hole',
    id: wellFormed(hole.id),
    source: hole.source,
    from: hole.from,
    ...(hole.to !== null && { to: hole.to }),
    stamp,
    json,
  }
}

function refuse(events: readonly Placed<unknown>[], results: ApplyResult[]): void {
  for (const { at } of events) results[at] = 'refused'
}
