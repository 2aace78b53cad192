import { random } from './random.ts'

export type Interval = readonly [low: number, high: number]

const MOST_RESAMPLES = 1000
const LEAST_RESAMPLES = 200
/** Draws per figure at most, so that a million rows take seconds and not minutes. */
const MOST_DRAWS = 50_000_000

/** Resamples taken for n rows: 1,000, and fewer (never under 200) from 50,000 rows on, where intervals are narrow anyway. */
export const resamplesOf = (n: number): number =>
  Math.max(LEAST_RESAMPLES, Math.min(MOST_RESAMPLES, Math.floor(MOST_DRAWS / Math.max(1, n))))

/**
 * 95 % percentile bootstrap intervals (Efron 1979) of figures that depend only on how many rows fall into each cell. Rows are
 * drawn with replacement. `cellOf` gives the cell of each row; `measure` the figures from the counts per cell. Seeded.
 */
export function bootstrap(
  cellOf: ArrayLike<number>,
  cells: number,
  measure: (counts: Float64Array) => readonly number[],
  seed = 1,
): Interval[] {
  const n = cellOf.length
  if (n === 0) return []
  const resamples = resamplesOf(n)
  const next = random(seed)
  const counts = new Float64Array(cells)
  const found: number[][] = []
  for (let round = 0; round < resamples; round++) {
    counts.fill(0)
    for (let i = 0; i < n; i++) counts[cellOf[(next() * n) | 0] as number]!++
    for (const [k, figure] of measure(counts).entries()) {
      found[k] ??= []
      found[k].push(figure)
    }
  }
  return found.map(middle95)
}

/** The middle 95 % of what the resamples gave. */
export function middle95(values: number[]): Interval {
  const sorted = values.filter((x) => !Number.isNaN(x)).sort((a, b) => a - b)
  if (sorted.length === 0) return [Number.NaN, Number.NaN]
  const at = (q: number): number => sorted[Math.round((sorted.length - 1) * q)]!
  return [at(0.025), at(0.975)]
}
