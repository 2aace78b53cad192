import { expect, test } from 'vitest'
import { languageFigures } from './language-figures.ts'
import { pairedDifference } from './paired.ts'

test('two that err on the same rows do not differ, however often they err', () => {
  const hits = Array.from({ length: 200 }, (_, i) => i % 3 === 0)
  expect(pairedDifference(hits, hits)).toEqual({ difference: 0, interval: [0, 0] })
})

test('one that is right where the other is wrong, beyond chance', () => {
  const all = Array.from({ length: 200 }, () => true)
  const some = all.map((_, i) => i % 10 !== 0)
  const { difference, interval } = pairedDifference(all, some)
  expect(difference).toBeCloseTo(0.1)
  expect(interval[0]).toBeGreaterThan(0)
})

test('figures of languages, by hand', () => {
  const truth = ['nld', 'nld', 'nld', 'eng', 'eng', 'fas']
  const given = ['nld', 'afr', 'und', 'eng', 'nld', 'fas']
  const f = languageFigures(truth, given)
  expect([f.n, f.accuracy, f.unknown]).toEqual([6, 0.5, 1 / 6])
  expect(f.macroF1).toBeCloseTo((2 / 5 + 2 / 3 + 1) / 3)
  expect(f.languages[0]).toMatchObject({ language: 'nld', n: 3, accuracy: 1 / 3 })
  expect(f.languages[0]?.mistakenFor).toEqual([
    { language: 'afr', n: 1 },
    { language: 'und', n: 1 },
  ])
})
