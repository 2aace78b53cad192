import { describe, expect, it } from 'vitest'
import { afterSkips, DAY, failureMs, intervalMs, jittered, maxAgeMs } from './schedule.ts'

const at = (iso: string) => Date.parse(iso)
const MIN = 60_000

describe('when to look again', () => {
  it('is the longest of what is asked, at most a day, at least our own interval', () => {
    expect(intervalMs(15 * MIN, { ttl: null, updateEveryMs: null }, null)).toBe(15 * MIN)
    expect(intervalMs(15 * MIN, { ttl: 60, updateEveryMs: 30 * MIN }, 5 * MIN)).toBe(60 * MIN)
    expect(intervalMs(15 * MIN, { ttl: 1, updateEveryMs: null }, 90 * MIN)).toBe(90 * MIN)
    expect(intervalMs(15 * MIN, { ttl: 1e9, updateEveryMs: null }, null)).toBe(DAY)
    expect(intervalMs(2 * DAY, { ttl: 5, updateEveryMs: null }, null)).toBe(2 * DAY)
  })

  it('doubles with each failure, up to a day', () => {
    expect([0, 1, 2, 3].map((n) => failureMs(15 * MIN, n))).toEqual([15, 30, 60, 120].map((m) => m * MIN))
    expect(failureMs(15 * MIN, 1_000)).toBe(DAY)
  })

  it('comes up to a tenth later', () => {
    expect(jittered(1_000, () => 0)).toBe(1_000)
    expect(jittered(1_000, () => 0.999)).toBe(1_100)
  })

  it.each([
    ['max-age=3600', 3_600_000],
    ['public, MAX-AGE="60"', 60_000],
    ['no-cache, max-age=3600', null],
    ['s-maxage=60', null],
    [undefined, null],
  ])('Cache-Control %s', (header, ms) => {
    expect(maxAgeMs(header)).toBe(ms)
  })

  it('leaves the hours and days alone that the feed names', () => {
    // 24 November 2026 is a Tuesday.
    const night = { skipHours: [22, 23, 0, 1], skipDays: [] }
    expect(afterSkips(at('2026-11-24T21:59:00Z'), night)).toBe(at('2026-11-24T21:59:00Z'))
    expect(afterSkips(at('2026-11-24T22:10:00Z'), night)).toBe(at('2026-11-25T02:00:00Z'))
    const weekend = { skipHours: [0], skipDays: [6, 0] }
    expect(afterSkips(at('2026-11-28T12:00:00Z'), weekend)).toBe(at('2026-11-30T01:00:00Z'))
    const never = { skipHours: [], skipDays: [0, 1, 2, 3, 4, 5, 6] }
    expect(afterSkips(at('2026-11-24T12:00:00Z'), never)).toBe(at('2026-11-24T12:00:00Z'))
  })
})
