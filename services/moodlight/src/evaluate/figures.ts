import { bootstrap, type Interval } from './bootstrap.ts'

/** The order of labels in counts; what was not labelled comes last. */
export const LABELS = ['negative', 'neutral', 'positive'] as const
export const UNSCORED = 3
/** Labels that can be given: UNSCORED is one. */
export const GIVEN = 4
const BINS = 15

/** A row that was judged: its true label, the label given (UNSCORED: none) and its probability; the same when neutral is not allowed. */
export interface JudgedRow {
  readonly truth: number
  readonly given: number
  readonly probability: number
  readonly masked: number
  readonly maskedProbability: number
}

/** Judged rows, by column. */
export class JudgedRows {
  readonly truth: number[] = []
  readonly given: number[] = []
  readonly probability: number[] = []
  readonly masked: number[] = []
  readonly maskedProbability: number[] = []

  add(row: JudgedRow): void {
    this.truth.push(row.truth)
    this.given.push(row.given)
    this.probability.push(row.probability)
    this.masked.push(row.masked)
    this.maskedProbability.push(row.maskedProbability)
  }

  /** Adds all rows of another list. */
  append(other: JudgedRows): void {
    for (let i = 0; i < other.n; i++)
      this.add({
        truth: other.truth[i]!,
        given: other.given[i]!,
        probability: other.probability[i]!,
        masked: other.masked[i]!,
        maskedProbability: other.maskedProbability[i]!,
      })
  }

  get n(): number {
    return this.truth.length
  }
}

/** Figures that every bootstrap gives an interval for, in the order in which they are computed. */
export const MEASURES = [
  'accuracy',
  'macroF1',
  'averageRecall',
  'negativeRecall',
  'bias',
  'calibrationError',
  'unscored',
  'accuracyWhenScored',
] as const
export type Measure = (typeof MEASURES)[number]

export interface Figures extends Readonly<Record<Measure, number>> {
  readonly n: number
  /** 95 % intervals by bootstrap. */
  readonly intervals: Readonly<Record<Measure, Interval>>
  /** What always saying the commonest label would reach. */
  readonly majority: { readonly label: string; readonly accuracy: number; readonly macroF1: number }
  /** Rows by true label; columns by label given, `unscored` last. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** For rows among which no label is neutral: the same with neutral not allowed. */
  readonly neutralMasked: Omit<Figures, 'neutralMasked' | 'confusion' | 'majority'> | null
}

/**
 * The usual figures. An unscored row counts as wrong in accuracy, F1 and recall. Means run over the classes that occur. `bias` is net
 * sentiment (positive less negative) of the scored rows as labelled, less that of all rows as they are. `calibrationError` is the
 * expected calibration error of scored rows over 15 equal bins.
 */
export function figures(rows: JudgedRows, seed = 1): Figures {
  const plain = measured(rows.truth, rows.given, rows.probability, seed)
  const counts = countsOf(rows.truth, rows.given)
  const support = [0, 1, 2].map((k) => counts[k]!.reduce((a, b) => a + b, 0))
  const most = support.indexOf(Math.max(...support))
  const share = (support[most] ?? 0) / rows.n
  const classes = support.filter((s) => s > 0).length
  const withNeutral = support[1]! > 0
  return {
    ...plain,
    majority: { label: LABELS[most]!, accuracy: share, macroF1: (2 * share) / (1 + share) / classes },
    confusion: Object.fromEntries(
      LABELS.map((label, k) => [
        label,
        Object.fromEntries([...LABELS, 'unscored'].map((given, g) => [given, counts[k]![g]!])),
      ]),
    ),
    neutralMasked: withNeutral ? null : measured(rows.truth, rows.masked, rows.maskedProbability, seed),
  }
}

function measured(truth: readonly number[], given: readonly number[], probability: readonly number[], seed: number) {
  const cells = Uint8Array.from(truth, (y, i) => cell(y, given[i]!, probability[i]!))
  // The mean probability of a cell stands for that of its rows: a resample moves rows between cells, hardly within one.
  const mean = new Float64Array(CELLS)
  const counts = new Float64Array(CELLS)
  for (let i = 0; i < cells.length; i++) {
    counts[cells[i]!]!++
    mean[cells[i]!]! += probability[i]!
  }
  for (let c = 0; c < CELLS; c++) mean[c]! /= counts[c]! || 1
  const values = fromCells(counts, mean)
  const intervals = bootstrap(cells, CELLS, (drawn) => fromCells(drawn, mean), seed)
  const named = <T>(list: readonly T[]) =>
    Object.fromEntries(MEASURES.map((m, i) => [m, list[i]!])) as Record<Measure, T>
  return { n: truth.length, ...named(values), intervals: named(intervals) }
}

const CELLS = 3 * GIVEN * BINS
const cell = (y: number, g: number, p: number): number =>
  (y * GIVEN + g) * BINS + Math.min(BINS - 1, Math.max(0, Math.floor(p * BINS)))

function countsOf(truth: readonly number[], given: readonly number[]): number[][] {
  const counts = [0, 1, 2].map(() => [0, 0, 0, 0])
  for (let i = 0; i < truth.length; i++) counts[truth[i]!]![given[i]!]!++
  return counts
}

/** The figures in the order of MEASURES. */
function fromCells(cells: Float64Array, mean: Float64Array): number[] {
  const counts = new Float64Array(3 * GIVEN)
  const bins = Array.from({ length: BINS }, () => [0, 0, 0])
  for (let c = 0; c < CELLS; c++) {
    const n = cells[c]!
    if (n === 0) continue
    const pair = Math.floor(c / BINS)
    counts[pair]! += n
    if (pair % GIVEN === UNSCORED) continue
    const bin = bins[c % BINS]!
    bin[0]! += n
    bin[1]! += n * mean[c]!
    if (pair % GIVEN === Math.floor(pair / GIVEN)) bin[2]! += n
  }
  return fromCounts(counts, bins)
}

/** The figures in the order of MEASURES, from counts (or weights) of true label × label given, and per bin its rows, their probabilities and hits. */
export function fromCounts(counts: Float64Array, bins: readonly (readonly number[])[]): number[] {
  const at = (y: number, g: number): number => counts[y * GIVEN + g]!
  const support = [0, 1, 2].map((y) => at(y, 0) + at(y, 1) + at(y, 2) + at(y, UNSCORED))
  const given = [0, 1, 2].map((g) => at(0, g) + at(1, g) + at(2, g))
  const n = support[0]! + support[1]! + support[2]!
  const scored = given[0]! + given[1]! + given[2]!
  const right = at(0, 0) + at(1, 1) + at(2, 2)
  let f1 = 0
  let recall = 0
  let classes = 0
  for (let k = 0; k < 3; k++) {
    if (support[k] === 0) continue
    classes++
    f1 += (2 * at(k, k)) / (support[k]! + given[k]!)
    recall += at(k, k) / support[k]!
  }
  const error = bins.reduce((sum, [, sure, hits]) => sum + Math.abs(sure! - hits!), 0)
  return [
    right / n,
    f1 / classes,
    recall / classes,
    support[0]! > 0 ? at(0, 0) / support[0]! : Number.NaN,
    (scored > 0 ? (given[2]! - given[0]!) / scored : 0) - (support[2]! - support[0]!) / n,
    scored > 0 ? error / scored : Number.NaN,
    1 - scored / n,
    scored > 0 ? right / scored : Number.NaN,
  ]
}
