import { expect, test } from 'vitest'
import { confusion } from './confusion.ts'
import { trainedLanguages } from './model/card.ts'

test('each trained language has a confusion whose rows are shares, measured on text it was not trained on', () => {
  expect(trainedLanguages()).toEqual(expect.arrayContaining(['eng', 'fas', 'nld', 'zho']))
  for (const language of trainedLanguages()) {
    const { matrix, n } = confusion(language)!
    expect(n).toBeGreaterThan(300)
    matrix.forEach((row, k) => {
      expect(row[0] + row[1] + row[2]).toBeCloseTo(1, 2)
      // A label that is not the likeliest for its own class would be no label.
      expect(row[k]).toBe(Math.max(...row))
    })
  }
})

test('no confusion where there is no trained model', () => {
  expect(confusion('cat')).toBeNull()
  expect(confusion('tha')).toBeNull()
})
