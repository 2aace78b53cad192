import type { Sentiment } from '@moodlight/core'
import type { ApplyResult } from '@moodlight/ports'
import {
  type Deletion,
  deletionOver,
  type PersonLabel,
  type PreparedPost,
  pinned,
  preparePost,
  repinned,
  storedEvent,
} from '@moodlight/store-rules'
import {
  type DeadPost,
  keyOf,
  type LivePost,
  livePost,
  type PostDocument,
  type RefusedPost,
  wellFormed,
} from '../documents/post-document.ts'

/** What an event makes of a document: `doc` undefined leaves it as it is. */
export interface Decision {
  readonly result: ApplyResult
  readonly doc?: PostDocument
}

/**
 * Takes one revision of a post in. The greatest version decides, in whatever order versions, tombstones and purges come.
 * `until` is the purge of its author, null when there is none.
 */
export function decidePost(
  before: PostDocument | null,
  p: PreparedPost,
  until: number | null,
  stamp: number,
): Decision {
  const known = before?.kind === 'expired' ? null : before
  if (known?.kind === 'dead') return { result: 'erased' }
  if (until !== null && p.at <= until) return refuse(before, p, stamp)
  if (known?.kind === 'refused' && known.v >= p.version) return { result: 'erased' }
  const corrections = merge(correctionsOf(known), p.persons)
  const stored = known?.kind === 'post' ? known : null
  if (!stored) {
    const keep = { stamp, born: stamp, story: before?.story, corrections }
    return { result: 'applied', doc: livePost(corrected(p, corrections), keep) }
  }
  const keep = { stamp, born: stored.born, story: stored.story, corrections }
  const told = sameCorrections(corrections, correctionsOf(stored))
    ? null
    : corrected(preparePost(storedEvent(stored.json)), corrections)
  if (stored.v >= p.version) {
    // Also of an equal version: a generation that is being made may have heard of the edit before it got the post.
    const doc = repinned({ json: told?.json ?? stored.json }, p) ?? told
    const result = stored.v > p.version ? 'superseded' : stored.origin === p.origin ? 'applied' : 'duplicate'
    return { result, ...(doc && { doc: livePost(doc, keep) }) }
  }
  return { result: 'applied', doc: livePost(corrected(pinned(p, stored), corrections), keep) }
}

/** The purge decides on this version; what is stored and older goes with it. */
function refuse(before: PostDocument | null, p: PreparedPost, stamp: number): Decision {
  if (before?.kind === 'post') {
    if (before.v >= p.version) return { result: 'erased' }
    return { result: 'erased', doc: { ...refused(before, p.version, stamp, p.changedAt), ...correctionsField(before) } }
  }
  const known = before?.kind === 'refused' ? before : null
  if (known && known.v >= p.version) return { result: 'erased' }
  const doc: RefusedPost = {
    kind: 'refused',
    id: wellFormed(p.id),
    key: keyOf(p.id),
    v: p.version,
    stamp,
    changed: p.changedAt,
    gone: known?.gone ?? false,
    ...(before?.story !== undefined && { story: before.story }),
    ...(before && correctionsField(before)),
  }
  return { result: 'erased', doc }
}

function refused(before: LivePost, v: number, stamp: number, changed: number): RefusedPost {
  const { id, key, story } = before
  return { kind: 'refused', id, key, v, stamp, changed, gone: true, ...(story !== undefined && { story }) }
}

/** A purge of the author reaches a stored post; null: it does not. */
export function purged(before: PostDocument | null, author: string, until: number, at: number, stamp: number) {
  if (before?.kind !== 'post' || before.author !== author || before.at > until) return null
  return refused(before, before.v, stamp, at)
}

/** A post is gone for good. `removed` is the post that went, null when none was there. */
export function decideTombstone(
  before: PostDocument | null,
  id: string,
  deletion: Deletion,
  stamp: number,
): Decision & { readonly removed: LivePost | null } {
  if (before?.kind === 'dead') {
    if (!deletionOver(before, deletion)) return { result: 'applied', removed: null }
    return { result: 'applied', doc: { ...before, ...deletion }, removed: null }
  }
  const doc: DeadPost = {
    kind: 'dead',
    id: wellFormed(id),
    key: keyOf(id),
    stamp,
    changed: deletion.at,
    ...deletion,
    ...(before?.story !== undefined && { story: before.story }),
  }
  return { result: 'applied', doc, removed: before?.kind === 'post' ? before : null }
}

export function correctionsOf(doc: PostDocument | null): readonly PersonLabel[] {
  return doc?.corrections === undefined ? [] : (JSON.parse(doc.corrections) as PersonLabel[])
}

function correctionsField(doc: PostDocument): { readonly corrections?: string } {
  return doc.corrections === undefined ? {} : { corrections: doc.corrections }
}

/** The newest label of each brand; of two equally new ones the greater text. */
export function merge(known: readonly PersonLabel[], heard: readonly PersonLabel[]): readonly PersonLabel[] {
  if (heard.length === 0) return known
  const byBrand = new Map(known.map((label) => [label.brand, label]))
  for (const label of heard) {
    const other = byBrand.get(label.brand)
    if (!other || label.at > other.at || (label.at === other.at && label.sentiment > other.sentiment))
      byBrand.set(label.brand, label)
  }
  return [...byBrand.values()].sort((a, b) => (a.brand < b.brand ? -1 : 1))
}

function sameCorrections(a: readonly PersonLabel[], b: readonly PersonLabel[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The post with the labels that people gave it. */
function corrected(p: PreparedPost, corrections: readonly PersonLabel[]): PreparedPost {
  if (corrections.length === 0 || p.mentions.length === 0) return p
  const labels = new Map(corrections.map((label) => [label.brand, label.sentiment]))
  const event = storedEvent(p.json)
  const mentions = event.mentions.map((mention) => {
    const label = labels.get(mention.brand)
    return label === undefined ? mention : { ...mention, sentiment: JSON.parse(label) as Sentiment }
  })
  return preparePost({ ...event, mentions })
}
