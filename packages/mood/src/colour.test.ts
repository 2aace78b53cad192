import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COLOUR_RULES, colour } from './colour.ts'
import { type LabelCounts, scored } from './counts.ts'
import { estimateNet } from './net.ts'

const of = (negative: number, neutral: number, positive: number, unscored = 0, margin = 0.1) => {
  const votes = { negative, neutral, positive, unscored }
  return colour(
    votes,
    estimateNet([{ language: 'eng', votes }], () => ({ kind: 'stated', margin })),
  )
}

describe('colour', () => {
  test.each([
    ['green', 'above-band', of(20, 100, 180)],
    ['red', 'below-band', of(180, 100, 20)],
    ['mixed', 'interval-holds-zero', of(100, 100, 110)],
    ['mixed', 'inside-band', of(30_000, 20_000, 31_500, 0, 0)],
    ['grey', 'balanced', of(10, 280, 12)],
    ['grey', 'interval-holds-zero', of(1, 24, 5)],
    ['grey', 'too-few', of(0, 0, 19)],
    ['grey', 'all-unscored', of(0, 0, 0, 40)],
    ['grey', 'mostly-unscored', of(0, 0, 30, 300)],
    ['grey', 'no-data', of(0, 0, 0)],
  ] as const)('%s: %s', (name, code, made) => {
    expect(made.colour).toBe(name)
    expect(made.reason.code).toBe(code)
  })

  test('too few says how many there are and how many are needed', () => {
    expect(of(0, 0, 19).reason).toEqual({ code: 'too-few', have: 19, need: COLOUR_RULES.minimum })
  })

  test('law: no colour without evidence and size', () => {
    const counts: fc.Arbitrary<LabelCounts> = fc.record({
      negative: fc.nat(400),
      neutral: fc.nat(400),
      positive: fc.nat(400),
      unscored: fc.nat(800),
    })
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 0.4, noNaN: true }), (votes, margin) => {
        const net = estimateNet([{ language: 'eng', votes }], () => ({ kind: 'stated', margin }))
        const made = colour(votes, net)
        if (made.colour !== 'green' && made.colour !== 'red') return
        expect(scored(votes)).toBeGreaterThanOrEqual(COLOUR_RULES.minimum)
        expect(Math.abs(net!.value)).toBeGreaterThanOrEqual(COLOUR_RULES.band)
        expect(made.colour === 'green' ? net!.low : -net!.high).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })

  test('law: exchanging the sides exchanges green and red', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), fc.nat(300), (a, b, c) => {
        const other = { green: 'red', red: 'green', mixed: 'mixed', grey: 'grey' } as const
        expect(of(c, b, a).colour).toBe(other[of(a, b, c).colour])
      }),
    )
  })
})
