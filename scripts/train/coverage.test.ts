import { expect, test } from 'vitest'
import type { LabelCounts, SetBias } from '../../packages/sentiment/src/label-error.ts'
import { covers, languageError } from './coverage.ts'

const set = (name: string, confusion: LabelCounts): SetBias => ({
  language: 'eng',
  set: name,
  n: 600,
  bias: 0,
  leaveOneOut: { bias: 0, n: 600, confusion },
  coverage: null,
})
const FAIR: LabelCounts = [
  [160, 30, 10],
  [20, 160, 20],
  [10, 30, 160],
]
/** Takes neutral for negative. */
const GLOOMY: LabelCounts = [
  [180, 15, 5],
  [120, 70, 10],
  [40, 40, 120],
]

test('sets that are labelled alike need no margin once counts are corrected, and without correction a wide one', () => {
  const found = languageError(
    'eng',
    ['a', 'b', 'c', 'd', 'e'].map((name) => set(name, FAIR)),
  )!
  expect(found.corrected).toBe(true)
  expect(found.margin).toBeLessThan(0.05)
  expect(found.coverage).toBeGreaterThanOrEqual(0.9)
  expect(found.statedCoverage).toBeLessThan(found.coverage)
})

test('sets that are labelled differently need a wide margin', () => {
  const mixed = ['a', 'b', 'c', 'd'].map((name, i) => set(name, i % 2 === 0 ? FAIR : GLOOMY))
  expect(languageError('eng', mixed)!.margin).toBeGreaterThan(0.1)
})

test('three sets say nothing of the spread between sets', () => {
  const few = ['a', 'b', 'c'].map((name) => set(name, FAIR))
  expect(languageError('eng', few)).toBeNull()
  expect(covers(few).every((made) => made.coverage === null)).toBe(true)
})

test('a set without neutral texts is drawn without them', () => {
  const two: LabelCounts = [
    [80, 10, 10],
    [0, 0, 0],
    [10, 10, 80],
  ]
  const sets = ['a', 'b', 'c', 'd', 'e'].map((name, i) => set(name, i === 0 ? two : FAIR))
  expect(covers(sets)[0]!.coverage!.others).toBeGreaterThan(0.5)
})
