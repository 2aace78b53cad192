export const LABELS = ['negative', 'neutral', 'positive']

export type Counts = [number, number, number][]

export const emptyCounts = (): Counts => [
  [0, 0, 0],
  [0, 0, 0],
  [0, 0, 0],
]

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)

export interface Measured {
  readonly n: number
  readonly accuracy: number
  /** Mean over the classes that occur. */
  readonly macroF1: number
  readonly averageRecall: number
  /** Net sentiment as labelled less net sentiment as it is. */
  readonly bias: number
}

/** The usual figures from counts of (true label, label given). */
export function measure(counts: Counts): Measured {
  const n = sum(counts.flat())
  const f1: number[] = []
  const recall: number[] = []
  for (let k = 0; k < 3; k++) {
    const support = sum(counts[k]!)
    const given = counts[0]![k]! + counts[1]![k]! + counts[2]![k]!
    if (support === 0) continue
    f1.push((2 * counts[k]![k]!) / (support + given || 1))
    recall.push(counts[k]![k]! / support)
  }
  const net = (at: (k: number) => number): number => (at(2) - at(0)) / n
  return {
    n,
    accuracy: sum([0, 1, 2].map((k) => counts[k]![k]!)) / n,
    macroF1: sum(f1) / f1.length,
    averageRecall: sum(recall) / recall.length,
    bias: net((k) => counts[0]![k]! + counts[1]![k]! + counts[2]![k]!) - net((k) => sum(counts[k]!)),
  }
}
