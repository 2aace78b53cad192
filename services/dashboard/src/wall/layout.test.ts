import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layoutWall, spansOf, spread } from './layout.ts'

describe('the layout of the wall', () => {
  test('five brands on a desk: two above, three below, and no empty corner', () => {
    const layout = layoutWall(5, 1000, 790, 270)
    expect(layout.rows).toEqual([2, 3])
    expect(spansOf(layout)).toEqual([3, 3, 2, 2, 2])
  })

  test('one brand has it all; twelve stand in a grid', () => {
    expect(layoutWall(1, 1400, 1000, 100).rows).toEqual([1])
    expect(new Set(layoutWall(12, 2600, 2000, 100).rows).size).toBe(1)
  })

  test('law: every row is filled to its end, and every tile has a place', () => {
    const box = fc.record({
      count: fc.integer({ min: 1, max: 30 }),
      width: fc.integer({ min: 320, max: 4000 }),
      height: fc.integer({ min: 200, max: 2200 }),
    })
    fc.assert(
      fc.property(box, ({ count, width, height }) => {
        const layout = layoutWall(count, width, height, 100)
        const spans = spansOf(layout)
        expect(spans).toHaveLength(count)
        expect(spans.every(Number.isInteger)).toBe(true)
        expect(spans.reduce((a, b) => a + b, 0)).toBe(layout.rows.length * layout.columns)
      }),
    )
  })

  test('rows differ by one tile at most', () => {
    expect(spread(11, 3)).toEqual([3, 4, 4])
  })

  test('what does not fit is said, so that the wall scrolls', () => {
    expect(layoutWall(12, 1000, 790, 272).fits).toBe(false)
    expect(layoutWall(2, 1000, 790, 272).fits).toBe(true)
  })
})
