import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LabelCounts } from './counts.ts'
import type { ErrorModel, LabelError } from './label-error.ts'
import { estimateNet } from './net.ts'

const stated =
  (margin: number): ErrorModel =>
  () => ({ kind: 'stated', margin })
const votes = (negative: number, neutral: number, positive: number, language = 'eng') => ({
  language,
  votes: { negative, neutral, positive, unscored: 0 },
})
const counts = fc.record({
  negative: fc.nat(300),
  neutral: fc.nat(300),
  positive: fc.nat(300),
  unscored: fc.nat(50),
})
const swap = (c: LabelCounts): LabelCounts => ({ ...c, negative: c.positive, positive: c.negative })
const measured = (confusion: [number, number, number][]): LabelError => ({
  kind: 'measured',
  confusion: confusion as never,
})

describe('the net and its interval', () => {
  test('nothing scored gives nothing', () => {
    expect(estimateNet([], stated(0.1))).toBeNull()
    expect(
      estimateNet([{ language: 'eng', votes: { negative: 0, neutral: 0, positive: 0, unscored: 9 } }], stated(0)),
    ).toBeNull()
  })

  test('an hour and a day of a Dutch major bank read as FACTS.md says: −10 ± 35 and −10 ± 7', () => {
    const hour = estimateNet([votes(3, 7, 2)], stated(0))!
    const day = estimateNet([votes(75, 180, 45)], stated(0))!
    expect((hour.high - hour.low) / 2).toBeGreaterThan(0.28)
    expect((hour.high - hour.low) / 2).toBeLessThan(0.4)
    expect(day.value).toBeCloseTo(-0.1)
    expect((day.high - day.low) / 2).toBeCloseTo(0.07, 2)
  })

  test('law: the interval holds the value and stays within −1 … 1', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 0.3, noNaN: true }), (c, margin) => {
        const net = estimateNet([{ language: 'eng', votes: c }], stated(margin))
        if (!net) return
        expect(net.low).toBeLessThanOrEqual(net.value)
        expect(net.high).toBeGreaterThanOrEqual(net.value)
        expect(net.low).toBeGreaterThanOrEqual(-1)
        expect(net.high).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('law: exchanging negative and positive turns the interval round', () => {
    fc.assert(
      fc.property(counts, (c) => {
        const one = estimateNet([{ language: 'eng', votes: c }], stated(0.1))
        const other = estimateNet([{ language: 'eng', votes: swap(c) }], stated(0.1))
        if (!one || !other) return expect(one).toEqual(other)
        expect(other.value).toBeCloseTo(-one.value, 10)
        expect(other.low).toBeCloseTo(-one.high, 10)
        expect(other.high).toBeCloseTo(-one.low, 10)
      }),
    )
  })

  test('law: it shrinks with n, and never below the margin', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 1000 }), (c, times) => {
        const few = estimateNet([{ language: 'eng', votes: c }], stated(0.1))
        if (!few) return
        const many = estimateNet([votes(c.negative * times, c.neutral * times, c.positive * times)], stated(0.1))!
        expect(many.high - many.low).toBeLessThanOrEqual(few.high - few.low + 1e-9)
        if (many.low > -1) expect(many.value - many.low).toBeGreaterThanOrEqual(0.1 - 1e-9)
        if (many.high < 1) expect(many.high - many.value).toBeGreaterThanOrEqual(0.1 - 1e-9)
      }),
    )
  })

  test('margins of languages weigh as their votes do', () => {
    const errors: ErrorModel = (language) => ({ kind: 'stated', margin: language === 'eng' ? 0.1 : 0.3 })
    const net = estimateNet([votes(100, 100, 100), votes(100, 100, 100, 'fas')], errors)!
    expect(net.margin).toBeCloseTo(0.2)
    expect(net.correction).toBe('stated-margin')
  })

  test('says how it was corrected', () => {
    const good = measured([
      [90, 5, 5],
      [5, 90, 5],
      [5, 5, 90],
    ])
    const kind = (errors: ErrorModel) => estimateNet([votes(9, 9, 9), votes(9, 9, 9, 'fas')], errors)!.correction
    expect(kind(() => good)).toBe('measured')
    expect(kind((l) => (l === 'eng' ? good : { kind: 'stated', margin: 0.1 }))).toBe('mixed')
    expect(kind(stated(0.1))).toBe('stated-margin')
    expect(kind(stated(0))).toBe('none')
  })

  test('a known bias is taken out: neutral texts half of which are read as negative', () => {
    const biased = measured([
      [180, 15, 5],
      [100, 90, 10],
      [10, 20, 170],
    ])
    const net = estimateNet([votes(500, 450, 50)], () => biased)!
    expect(net.value).toBeGreaterThan(-0.03)
    expect(net.value).toBeLessThan(0.03)
    expect(net.low).toBeLessThan(0)
    expect(net.high).toBeGreaterThan(0)
    expect(estimateNet([votes(500, 450, 50)], stated(0))!.high).toBeLessThan(-0.4)
  })

  test('labels that do not depend on the truth colour nothing, nor does a tiny test set', () => {
    const blind = measured([
      [30, 40, 30],
      [30, 40, 30],
      [30, 40, 30],
    ])
    const tiny = measured([
      [3, 0, 0],
      [0, 3, 0],
      [0, 0, 3],
    ])
    for (const error of [blind, tiny]) {
      const net = estimateNet([votes(900, 50, 50)], () => error)!
      expect(net.low).toBeLessThan(0)
      expect(net.high).toBeGreaterThan(0)
    }
  })

  test('law: a larger test set never widens the interval', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 400 }), fc.integer({ min: 2, max: 20 }), (n, times) => {
        const rows = (m: number): [number, number, number][] => [
          [m * 8, m, m],
          [2 * m, 6 * m, 2 * m],
          [m, m, m * 8],
        ]
        const width = (m: number) => {
          const net = estimateNet([votes(n, n, 2 * n)], () => measured(rows(m)))!
          return net.high - net.low
        }
        expect(width(5 * times)).toBeLessThanOrEqual(width(5) + 1e-9)
      }),
    )
  })
})
