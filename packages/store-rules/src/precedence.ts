import type { Hole } from '@moodlight/core'

/** What is kept of a post's counts beside it. */
export interface HeardCounts {
  readonly at: number
  /** JSON text of the counts. */
  readonly counts: string
}

/** applied: it is what is stored already; superseded: what is stored is newer; write: it takes the place of what is stored. */
export type Precedence = 'write' | 'applied' | 'superseded'

/** The newest engagement wins; of two equally new ones the greater text, whatever comes first. */
export function engagementOver(known: HeardCounts | null, event: HeardCounts): Precedence {
  if (!known) return 'write'
  if (known.at === event.at && known.counts === event.counts) return 'applied'
  return known.at > event.at || (known.at === event.at && known.counts > event.counts) ? 'superseded' : 'write'
}

/** The newest record of an author wins, of two equally new ones the greater text. */
export function authorOver(
  known: { readonly seenAt: number; readonly json: string } | null,
  event: { readonly seenAt: number; readonly json: string },
): Precedence {
  if (!known) return 'write'
  if (known.seenAt > event.seenAt || (known.seenAt === event.seenAt && known.json > event.json)) return 'superseded'
  return known.json === event.json ? 'applied' : 'write'
}

/** A hole that has ended says more than the same one open, a later end more than an earlier. */
export function holeOver(
  known: { readonly to: number | null; readonly json: string } | null,
  event: { readonly to: number | null; readonly json: string },
): Precedence {
  if (!known) return 'write'
  if (known.json === event.json) return 'applied'
  const [before, now] = [known.to ?? -1, event.to ?? -1]
  return before > now || (before === now && known.json > event.json) ? 'superseded' : 'write'
}

export interface Deletion {
  readonly at: number
  readonly source: string
  readonly reason: string
}

/** Of several deletions of one post an erasure is kept, else the earliest, so that order does not matter. */
export function deletionOver(known: Deletion, event: Deletion): boolean {
  const order = (d: Deletion) => [Number(d.reason === 'source'), d.at, d.source, d.reason] as const
  const [a, b] = [order(known), order(event)]
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! > b[i]!
  return false
}

/** What the journal says of a hole. */
export function holeText(hole: Hole): string {
  return hole.detail === '' ? hole.reason : `${hole.reason}: ${hole.detail}`
}
