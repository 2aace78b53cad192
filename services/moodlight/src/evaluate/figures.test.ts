import { describe, expect, test } from 'vitest'
import { figures, JudgedRows, UNSCORED } from './figures.ts'

/** Rows from triples of true label, label given and its probability. */
function rowsOf(list: readonly (readonly [number, number, number])[], times = 1): JudgedRows {
  const rows = new JudgedRows()
  for (let i = 0; i < times; i++)
    for (const [truth, given, probability] of list)
      rows.add({ truth, given, probability, masked: given === 1 ? 2 : given, maskedProbability: probability })
  return rows
}

describe('figures', () => {
  // By hand: negative 2 of 2, neutral 1 of 2 (one called negative), positive 1 of 2 (one unscored).
  const six = [
    [0, 0, 0.9],
    [0, 0, 0.9],
    [1, 1, 0.8],
    [1, 0, 0.6],
    [2, 2, 0.7],
    [2, UNSCORED, 0],
  ] as const

  test('are those of the hand', () => {
    const f = figures(rowsOf(six))
    expect(f.n).toBe(6)
    expect(f.accuracy).toBeCloseTo(4 / 6)
    expect(f.macroF1).toBeCloseTo((4 / 5 + 2 / 3 + 2 / 3) / 3)
    expect(f.averageRecall).toBeCloseTo((1 + 0.5 + 0.5) / 3)
    expect(f.negativeRecall).toBe(1)
    expect(f.unscored).toBeCloseTo(1 / 6)
    expect(f.accuracyWhenScored).toBeCloseTo(4 / 5)
    expect(f.bias).toBeCloseTo((1 - 3) / 5 - 0)
    // Bins of 1/15: .9 (2 rows, both right), .8 (right), .6 (wrong), .7 (right).
    expect(f.calibrationError).toBeCloseTo((2 * 0.1 + 0.2 + 0.6 + 0.3) / 5)
    expect(f.confusion['neutral']).toEqual({ negative: 1, neutral: 1, positive: 0, unscored: 0 })
    expect(f.majority).toMatchObject({ label: 'negative', accuracy: 1 / 3 })
    expect(f.neutralMasked).toBeNull()
  })

  test('intervals hold the figure, narrow with n, and do not change with the run', () => {
    const small = figures(rowsOf(six))
    const large = figures(rowsOf(six, 100))
    const width = ([low, high]: readonly [number, number]) => high - low
    for (const f of [small, large]) {
      expect(f.intervals.accuracy[0]).toBeLessThanOrEqual(f.accuracy)
      expect(f.intervals.accuracy[1]).toBeGreaterThanOrEqual(f.accuracy)
    }
    expect(width(large.intervals.accuracy)).toBeLessThan(width(small.intervals.accuracy) / 5)
    // A share of 2/3 of 600 rows: 1.96 standard errors are 0.0377 each way.
    expect(width(large.intervals.accuracy)).toBeCloseTo(2 * 0.0377, 1)
    expect(figures(rowsOf(six, 100))).toEqual(large)
    expect(figures(rowsOf(six, 100), 2).intervals).not.toEqual(large.intervals)
  })

  test('a set without neutral rows has both results', () => {
    const f = figures(
      rowsOf([
        [0, 0, 0.9],
        [2, 1, 0.5],
        [2, 2, 0.9],
      ]),
    )
    expect(f.accuracy).toBeCloseTo(2 / 3)
    expect(f.neutralMasked?.accuracy).toBe(1)
    expect(f.macroF1).toBeCloseTo((1 + 2 / 3) / 2)
  })
})
