import { describe, expect, test } from 'vitest'
import { agreement, alpha, kappa } from './agreement.ts'

describe('agreement', () => {
  test("Krippendorff's own example of nominal data with gaps (2011, section C): alpha 0.743", () => {
    const people = [
      [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
      [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
      [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
      [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
    ]
    const units = people[0]!.map((_, i) => people.map((person) => person[i] ?? null))
    expect(agreement(units)?.alpha).toBeCloseTo(0.743, 3)
    expect(agreement(units)).toMatchObject({ people: 4, n: 11, kappa: null })
  })

  test("Cohen's kappa by hand: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no gives 0.4", () => {
    const pairs = [
      ...Array<[number, number]>(20).fill([1, 1]),
      ...Array<[number, number]>(5).fill([1, 0]),
      ...Array<[number, number]>(10).fill([0, 1]),
      ...Array<[number, number]>(15).fill([0, 0]),
    ]
    expect(kappa(pairs)).toBeCloseTo(0.4)
    expect(agreement(pairs)).toMatchObject({ n: 50, same: 0.7, people: 2 })
  })

  test('perfect is one, the opposite is below nought, nobody is null', () => {
    expect(
      alpha([
        [0, 0],
        [1, 1],
      ]),
    ).toBe(1)
    expect(
      alpha([
        [2, 2],
        [2, 2],
      ]),
    ).toBe(1)
    expect(
      alpha([
        [0, 1],
        [1, 0],
      ]),
    ).toBeLessThan(0)
    expect(
      agreement([
        [0, null],
        [null, null],
      ]),
    ).toBeNull()
  })
})
