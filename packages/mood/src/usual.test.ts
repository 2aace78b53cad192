import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from './buckets.ts'
import type { ErrorModel } from './label-error.ts'
import { usual, type WindowCounts } from './usual.ts'
import { unheard, usualWindows } from './usual-windows.ts'

const at = (iso: string) => Date.parse(iso)
const stated: ErrorModel = () => ({ kind: 'stated', margin: 0.1 })
const window = (
  negative: number,
  neutral: number,
  positive: number,
  part: Partial<WindowCounts> = {},
): WindowCounts => ({
  length: DAY,
  votes: [{ language: 'eng', votes: { negative, neutral, positive, unscored: 0 } }],
  volume: negative + neutral + positive,
  ...part,
})
/** Eight days of a bank that is usually spoken of badly. */
const GRUMPY = [70, 78, 75, 80, 69, 77, 74, 76].map((negative) => window(negative, 180, 45))

describe('usual', () => {
  test('red is no news when it is always red', () => {
    expect(usual(window(75, 180, 45), GRUMPY, stated)).toMatchObject({
      against: 'as-usual',
      volumeAgainst: 'as-usual',
      samples: 8,
    })
  })

  test('better and worse than usual, although the net is below zero in both', () => {
    expect(usual(window(40, 200, 60), GRUMPY, stated)!.against).toBe('better')
    expect(usual(window(140, 130, 30), GRUMPY, stated)!.against).toBe('worse')
  })

  test('more and less than usual, compared per time for a window that is not over', () => {
    expect(usual(window(75, 380, 45), GRUMPY, stated)!.volumeAgainst).toBe('more')
    expect(usual(window(10, 80, 10), GRUMPY, stated)!.volumeAgainst).toBe('less')
    const half = usual(window(38, 90, 22, { length: DAY / 2 }), GRUMPY, stated)!
    expect(half.volumeAgainst).toBe('as-usual')
    expect(half.volume.value).toBeCloseTo(150, -1)
  })

  test('a difference smaller than the band is as usual, however sure', () => {
    const many = Array.from({ length: 8 }, () => window(75_000, 180_000, 45_000))
    const made = usual(window(70_000, 182_000, 48_000), many, stated)!
    expect(made.difference!.low).toBeGreaterThan(0)
    expect(made.against).toBe('as-usual')
  })

  test('few votes now: the usual is known, the comparison is not', () => {
    const made = usual(window(2, 3, 1), GRUMPY, stated)!
    expect(made).toMatchObject({ against: 'unknown', difference: null, volumeAgainst: 'less' })
    expect(made.net!.value).toBeCloseTo(-0.1, 1)
  })

  test('two earlier windows are no history', () => {
    expect(usual(window(1, 1, 1), GRUMPY.slice(0, 2), stated)).toBeNull()
  })

  test('a bias of the model cancels, a change of languages does not', () => {
    const made = usual(window(110, 150, 40), GRUMPY, stated)!
    const other = usual(
      {
        ...window(0, 0, 0),
        volume: 300,
        votes: [{ language: 'fas', votes: { negative: 110, neutral: 150, positive: 40, unscored: 0 } }],
      },
      GRUMPY,
      stated,
    )!
    expect(made.against).toBe('worse')
    expect(other.against).toBe('as-usual')
    expect(other.difference!.high - made.difference!.high).toBeCloseTo(0.2)
  })

  test('quiet brands: chance alone never looks like more', () => {
    const quiet = Array.from({ length: 8 }, () => window(0, 1, 0))
    expect(usual(window(0, 3, 0), quiet, stated)!.volumeAgainst).toBe('as-usual')
    expect(usual(window(0, 9, 0), quiet, stated)!.volumeAgainst).toBe('more')
  })
})

describe('earlier windows', () => {
  const now = { from: at('2026-04-02T06:00Z'), to: at('2026-04-02T07:00Z') }

  test('the same hours of the week in local time, over the change of the clock', () => {
    const plan = usualWindows(now, 'Europe/Amsterdam', at('2025-01-01T00:00Z'))!
    expect(plan.basis).toBe('hour-of-week')
    expect(plan.windows).toHaveLength(8)
    expect(plan.windows[0]).toEqual({ from: at('2026-03-26T07:00Z'), to: at('2026-03-26T08:00Z') })
  })

  test('one week of history: the same hours of the day', () => {
    const plan = usualWindows(now, 'Asia/Tehran', now.from - 7 * DAY)!
    expect(plan.basis).toBe('hour-of-day')
    expect(plan.windows).toHaveLength(7)
    expect(plan.windows[0]!.from).toBe(now.from - DAY)
  })

  test('too little history, and holes', () => {
    expect(usualWindows(now, 'UTC', now.from - 2 * DAY)).toBeNull()
    const hole = { from: now.from - 14 * DAY, to: now.from - 14 * DAY + HOUR / 2 }
    const plan = usualWindows(now, 'UTC', at('2025-01-01T00:00Z'), [hole])!
    expect(plan.windows).toHaveLength(7)
    expect(plan.windows.some((w) => w.from === hole.from)).toBe(false)
  })

  test('windows longer than the step never overlap', () => {
    const week = { from: at('2026-04-02T06:00Z'), to: at('2026-04-09T06:00Z') }
    const plan = usualWindows(week, 'UTC', at('2025-01-01T00:00Z'))!
    for (const [i, w] of plan.windows.entries()) expect(w.to).toBeLessThanOrEqual([week, ...plan.windows][i]!.from)
  })

  test('overlapping holes count once', () => {
    const holes = [
      { from: 0, to: 50 },
      { from: 20, to: 60 },
      { from: 90, to: 200 },
    ]
    expect(unheard({ from: 10, to: 100 }, holes)).toBe(60)
  })
})
