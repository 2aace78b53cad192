import { bootstrap, type Interval } from './bootstrap.ts'

/** Share of rows right in A less that in B on the same rows, with its 95 % interval: paired, since both err on the same hard rows. */
export function pairedDifference(
  a: ArrayLike<number | boolean>,
  b: ArrayLike<number | boolean>,
  seed = 1,
): { readonly difference: number; readonly interval: Interval } {
  const cells = Uint8Array.from({ length: a.length }, (_, i) => (a[i] ? 1 : 0) + (b[i] ? 2 : 0))
  const measure = (counts: ArrayLike<number>): number[] => {
    const n = counts[0]! + counts[1]! + counts[2]! + counts[3]!
    return [(counts[1]! - counts[2]!) / n]
  }
  const counts = [0, 0, 0, 0]
  for (const c of cells) counts[c]!++
  return {
    difference: measure(counts)[0]!,
    interval: bootstrap(cells, 4, measure, seed)[0] ?? [Number.NaN, Number.NaN],
  }
}
