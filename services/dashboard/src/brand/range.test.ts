import { describe, expect, test } from 'vitest'
import { difference } from './difference.ts'
import { groupMarks } from './marks.ts'
import { readRange } from './range.ts'

const NOW = Date.parse('2026-03-04T10:20:30.000Z')
const read = (query: string) => readRange(new URLSearchParams(query), NOW)

describe('the range of a timeline', () => {
  test('is the last 24 hours in hours, the running one in full', () => {
    expect(read('')).toMatchObject({
      name: '24h',
      from: '2026-03-03T11:00:00.000Z',
      to: '2026-03-04T11:00:00.000Z',
      step: '1h',
    })
  })

  test('keeps a step that fits and refuses one that would draw a thousand bars', () => {
    expect(read('step=15m').step).toBe('15m')
    expect(read('step=1m').step).toBe('1h')
    expect(read('range=7d').steps).toEqual(['15m', '1h', '1d'])
  })

  test('reads a stretch of its own, and falls back where it makes no sense', () => {
    const custom = read('range=custom&since=2026-03-04T08:00:00Z&until=2026-03-04T09:00:00Z')
    expect(custom).toMatchObject({ name: 'custom', step: '1m' })
    expect(read('range=custom&since=2026-03-04T09:00:00Z&until=2026-03-04T08:00:00Z').name).toBe('24h')
    expect(read('range=custom&since=yesterday').name).toBe('24h')
  })

  test('offers no minutes beyond the two days that the server keeps them', () => {
    expect(read('range=custom&since=2026-02-01T08:00:00Z&until=2026-02-01T09:00:00Z').steps).not.toContain('1m')
  })
})

test('the difference of two nets has the interval of both together', () => {
  const d = difference({ value: 0.3, low: 0.0, high: 0.6 }, { value: -0.1, low: -0.5, high: 0.3 })
  expect(d.value).toBeCloseTo(0.4)
  expect(d.low).toBeCloseTo(0.4 - 0.5)
  expect(d.high).toBeCloseTo(0.4 + 0.5)
})

test('marks of one minute and one text are one mark with their number', () => {
  const mark = (at: string, text: string) => ({ at, kind: 'brand', ref: 'x', text })
  const groups = groupMarks([
    mark('2026-03-04T10:00:01.000Z', 'changed'),
    mark('2026-03-04T10:00:41.000Z', 'changed'),
    mark('2026-03-04T10:01:41.000Z', 'changed'),
  ])
  expect(groups.map((group) => group.count)).toEqual([2, 1])
})
