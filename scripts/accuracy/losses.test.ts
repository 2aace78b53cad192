import { expect, test } from 'vitest'
import { figures, JudgedRows } from '../../services/moodlight/src/evaluate/figures.ts'
import { pairedDifference } from '../../services/moodlight/src/evaluate/paired.ts'
import { atLeast } from './floors.ts'
import { losses } from './losses.ts'

/** Rows of which every `every`-th is called the opposite. */
function judged(n: number, every: number): JudgedRows {
  const rows = new JudgedRows()
  for (let i = 0; i < n; i++) {
    const truth = i % 3
    const given = i % every === 0 ? 2 - truth : truth
    rows.add({ truth, given, probability: 0.8, masked: given === 1 ? 2 : given, maskedProbability: 0.8 })
  }
  return rows
}

const nothing = { floors: [], sentiment: [], language: [], contrast: [], intents: [] }

test('what is missed, and what a package does better, is told in words; what is reached is not', () => {
  const rows = judged(300, 4)
  const right = Array.from({ length: 300 }, (_, i) => i % 50 !== 0)
  const ours = Array.from({ length: 300 }, (_, i) => rows.truth[i] === rows.given[i])
  const baseline = (name: string, theirs: readonly boolean[]) => ({
    name,
    accuracy: 0.98,
    macroF1: 0.98,
    masked: null,
    ahead: pairedDifference(ours, theirs),
  })
  const set = {
    set: 'shop',
    figures: figures(rows),
    baselines: [baseline('better', right), baseline('same', ours)],
  }
  const told = losses({
    ...nothing,
    floors: [
      atLeast('eng shop, accuracy', 0.9, null, 0.8, [0.7, 0.9]),
      atLeast('eng shop, recall', 0.5, null, 0.8, [0.7, 0.9]),
    ],
    sentiment: [{ language: 'eng', sets: [set], all: set.figures, deletion: { n: 1, felt: 1 } }],
  })
  expect(told).toEqual([
    'Asked and not reached: eng shop, accuracy: 0.800 (0.700 to 0.900) where 0.900 was asked.',
    expect.stringMatching(/^English, shop \(n 300\): the package better is right more often, by 0\.\d+\.$/),
  ])
})

test('nothing lost, nothing told', () => {
  expect(losses(nothing)).toEqual([])
})
