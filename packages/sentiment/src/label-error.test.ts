import { expect, test } from 'vitest'
import { biasFile, languageError } from './label-error.ts'

test('the four languages have a label error that covers sets it was not made from nine times in ten', () => {
  for (const language of ['eng', 'nld', 'zho', 'fas']) {
    const found = languageError(language)!
    expect(found.sets).toBeGreaterThanOrEqual(8)
    expect(found.coverage).toBeGreaterThanOrEqual(0.9)
    expect(found.statedCoverage).toBeLessThan(found.coverage)
  }
})

test('the counts of a set are those of its development rows', () => {
  for (const { n, leaveOneOut } of biasFile()!.sets) {
    const counts = leaveOneOut.confusion.flat()
    expect(counts.reduce((a, b) => a + b, 0)).toBe(n)
    const net = (a: number, b: number) => (a - b) / n
    const given = [0, 1, 2].map((k) => leaveOneOut.confusion.reduce((sum, row) => sum + row[k]!, 0))
    const truth = leaveOneOut.confusion.map((row) => row[0] + row[1] + row[2])
    expect(net(given[2]!, given[0]!) - net(truth[2]!, truth[0]!)).toBeCloseTo(leaveOneOut.bias, 3)
  }
})

test('no error for a language without a trained model', () => {
  expect(languageError('tha')).toBeNull()
})
