import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bucketsInZone, DAY, HOUR, intoBuckets } from './buckets.ts'
import { fromWall, isZone, offsetAt, shiftDays, toWall } from './zone.ts'

const at = (iso: string) => Date.parse(iso)
const ZONES = ['UTC', 'Europe/Amsterdam', 'Asia/Tehran', 'Asia/Shanghai', 'Asia/Kathmandu', 'America/St_Johns']

describe('zones', () => {
  test('Tehran is three and a half hours ahead, Amsterdam one or two', () => {
    expect(offsetAt(at('2026-07-01T00:00Z'), 'Asia/Tehran')).toBe(3.5 * HOUR)
    expect(offsetAt(at('2026-01-01T00:00Z'), 'Europe/Amsterdam')).toBe(HOUR)
    expect(offsetAt(at('2026-03-29T00:59:59Z'), 'Europe/Amsterdam')).toBe(HOUR)
    expect(offsetAt(at('2026-03-29T01:00:00Z'), 'Europe/Amsterdam')).toBe(2 * HOUR)
    expect(offsetAt(at('2026-01-01T00:00Z'), 'America/St_Johns')).toBe(-3.5 * HOUR)
  })

  test('what is no zone', () => {
    for (const text of ['', 'Nowhere/City', '+03:30', '../etc', 'a'.repeat(100), 'Europe/Amsterdam '])
      expect(isZone(text)).toBe(false)
    for (const text of ZONES) expect(isZone(text)).toBe(true)
  })

  test('a skipped time becomes later, of a time shown twice the first is meant', () => {
    const wall = (iso: string) => Date.parse(`${iso}Z`)
    expect(fromWall(wall('2026-03-29T02:30'), 'Europe/Amsterdam')).toBe(at('2026-03-29T01:30Z'))
    expect(fromWall(wall('2026-10-25T02:30'), 'Europe/Amsterdam')).toBe(at('2026-10-25T00:30Z'))
  })

  test('law: to the wall and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2020-01-01T00:00Z'), max: at('2030-01-01T00:00Z') }),
        fc.constantFrom(...ZONES),
        (t, zone) => {
          const back = fromWall(toWall(t, zone), zone)
          expect(toWall(back, zone)).toBe(toWall(t, zone))
          expect(back).toBeLessThanOrEqual(t)
        },
      ),
    )
  })

  test('a week earlier is the same local time over a change of the clock', () => {
    expect(shiftDays(at('2026-04-01T10:00Z'), -7, 'Europe/Amsterdam')).toBe(at('2026-03-25T11:00Z'))
    expect(shiftDays(at('2026-04-01T10:00Z'), -7, 'Asia/Tehran')).toBe(at('2026-03-25T10:00Z'))
  })
})

describe('buckets', () => {
  const hours = (from: string, to: string, zone: string) =>
    bucketsInZone(at(from), at(to), '1d', zone).map((b) => (b.to - b.from) / HOUR)

  test('days of 23 and 25 hours', () => {
    expect(hours('2026-03-28T12:00Z', '2026-03-30T12:00Z', 'Europe/Amsterdam')).toEqual([24, 23, 24])
    expect(hours('2026-10-24T12:00Z', '2026-10-26T12:00Z', 'Europe/Amsterdam')).toEqual([24, 25, 24])
  })

  test('days and hours of Tehran begin at half past', () => {
    const [day] = bucketsInZone(at('2026-05-20T12:00Z'), at('2026-05-20T13:00Z'), '1d', 'Asia/Tehran')
    expect(day).toEqual({ from: at('2026-05-19T20:30Z'), to: at('2026-05-20T20:30Z') })
    const [hour] = bucketsInZone(at('2026-05-20T12:00Z'), at('2026-05-20T12:10Z'), '1h', 'Asia/Tehran')
    expect(hour).toEqual({ from: at('2026-05-20T11:30Z'), to: at('2026-05-20T12:30Z') })
  })

  test('a day that begins without midnight (Cairo skips it)', () => {
    const days = bucketsInZone(at('2026-04-23T10:00Z'), at('2026-04-25T10:00Z'), '1d', 'Africa/Cairo')
    expect(days.map((b) => (b.to - b.from) / HOUR)).toEqual([24, 23, 24])
  })

  test('law: they cover the range, rise, touch and hold no more than a day and an hour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2024-01-01T00:00Z'), max: at('2028-01-01T00:00Z') }),
        fc.integer({ min: 1, max: 20 * DAY }),
        fc.constantFrom(...ZONES, 'Africa/Cairo', 'Australia/Lord_Howe'),
        fc.constantFrom('15m' as const, '1h' as const, '1d' as const),
        (from, length, zone, step) => {
          const made = bucketsInZone(from, from + length, step, zone)
          expect(made[0]!.from).toBeLessThanOrEqual(from)
          expect(made.at(-1)!.to).toBeGreaterThanOrEqual(from + length)
          for (const [i, b] of made.entries()) {
            expect(b.to - b.from).toBeGreaterThan(0)
            expect(b.to - b.from).toBeLessThanOrEqual(25 * HOUR)
            if (i > 0) expect(b.from).toBe(made[i - 1]!.to)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('no more than allowed', () => {
    expect(() => bucketsInZone(0, 100 * HOUR, '1h', 'UTC', 99)).toThrow(RangeError)
  })

  test('rows fall into the bucket that holds them, and nowhere else', () => {
    const buckets = bucketsInZone(at('2026-03-29T00:00Z'), at('2026-03-31T00:00Z'), '1d', 'Europe/Amsterdam')
    const sums = buckets.map(() => 0)
    const rows = Array.from({ length: 400 }, (_, i) => ({ bucket: at('2026-03-28T00:00Z') + i * 15 * 60_000 }))
    intoBuckets(rows, buckets, (i) => {
      sums[i]!++
    })
    expect(sums).toEqual([23 * 4, 24 * 4, 24 * 4])
  })
})
