import { expect, test } from 'vitest'
import { measureContrast, placesOf, readContrast } from '../test/contrast/measure.ts'
import { createSentiment } from './sentiment.ts'

const sentiment = createSentiment()

/**
 * Shares that must be right, just below what is reached: of judgements, and of texts with both. The texts were written to be hard; the aim is 0.85.
 * `dev` may be read by anyone, `unseen` by no one who works on the models: only `unseen` says how well they do.
 */
const FLOORS = {
  eng: { dev: [0.71, 0.53], unseen: [0.56, 0.36] },
  nld: { dev: [0.66, 0.42], unseen: [0.61, 0.38] },
  zho: { dev: [0.7, 0.55], unseen: [0.61, 0.39] },
  fas: { dev: [0.68, 0.47], unseen: [0.56, 0.33] },
} as const

const CASES = Object.entries(FLOORS).flatMap(([language, floors]) =>
  Object.entries(floors).map(([half, [each, both]]) => [language, half as 'dev' | 'unseen', each, both] as const),
)

test.each(CASES)('two brands in one text, %s %s: at least %d right, both in %d', (language, half, each, both) => {
  const m = measureContrast(sentiment, language, half)
  expect(m.texts).toBeGreaterThanOrEqual(75)
  expect(m.right / (2 * m.texts)).toBeGreaterThanOrEqual(each)
  expect(m.both / m.texts).toBeGreaterThanOrEqual(both)
  // The whole text has one label for both, and both are right with it only where they agree.
  expect(m.right / (2 * m.texts)).toBeGreaterThanOrEqual(m.wholeRight / (2 * m.texts) + 0.08)
  expect(m.both).toBeGreaterThan(m.wholeBoth)
})

test.each(Object.keys(FLOORS))(
  'every text of the contrast set holds both its brands, and no text twice (%s)',
  (language) => {
    const lines = (['dev', 'unseen'] as const).flatMap((half) => readContrast(language, half))
    const texts = new Set<string>()
    let missing = 0
    for (const [text, a, labelA, b, labelB] of lines) {
      texts.add(text!)
      if (placesOf(text!, a!).length === 0 || placesOf(text!, b!).length === 0) missing++
      if (![labelA, labelB].every((label) => ['negative', 'neutral', 'positive'].includes(label!))) missing++
    }
    expect(missing).toBe(0)
    expect(texts.size).toBe(lines.length)
    expect(lines.length).toBeGreaterThanOrEqual(150)
  },
)
