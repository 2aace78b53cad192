import type { IntentKind } from '@moodlight/core'

export type Totals = ReadonlyMap<IntentKind, number>

/** What cannot stand beside an advertisement: it speaks in questions, praise and offers to switch. */
const ECHOES: readonly IntentKind[] = ['asks', 'considers', 'complains', 'praises', 'suggests', 'leaves', 'fault']

/**
 * Takes out of what was found what another finding explains better. Words of one intent are often lent to another: irony praises, a
 * suggestion asks, a complaint asks in form only, a fraud looks like a fault. `rival`: the text names another brand too, so that
 * leaving one and considering the other may stand side by side.
 */
export function settle(totals: Totals, rival: boolean): Set<IntentKind> {
  const kept = new Set(totals.keys())
  const of = (kind: IntentKind): number => (kept.has(kind) ? (totals.get(kind) ?? 0) : 0)
  const yields = (weaker: IntentKind, stronger: IntentKind): void => {
    if (of(stronger) > 0 && of(stronger) >= of(weaker)) kept.delete(weaker)
  }
  if (kept.has('advertises') && of('advertises') >= of('fraud')) for (const kind of ECHOES) kept.delete(kind)
  yields('advertises', 'fraud')
  yields('fault', 'fraud')
  // Praise and complaint of one weight say nothing sure of either.
  const even = of('praises') === of('complains')
  yields('praises', 'fault')
  yields('praises', 'complains')
  if (even) kept.delete('complains')
  yields('complains', 'praises')
  if (kept.has('suggests')) kept.delete('asks')
  yields('asks', 'complains')
  // Who considers a brand complains of the one they have.
  yields('complains', 'considers')
  if (!rival) yields('considers', 'leaves')
  if (!rival) yields('leaves', 'considers')
  return kept
}
