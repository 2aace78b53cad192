import { expect, test } from 'vitest'
import { measureContrast, placesOf, readContrast } from '../test/contrast/measure.ts'
import { createSentiment } from './sentiment.ts'

const sentiment = createSentiment()

/** Share of judgements that must be right, just below what is reached: `dev` may be read by anyone, `unseen` by no one who works on the models. */
const FLOORS = {
  eng: { dev: 0.68, unseen: 0.54 },
  nld: { dev: 0.65, unseen: 0.54 },
  zho: { dev: 0.68, unseen: 0.52 },
  fas: { dev: 0.67, unseen: 0.54 },
} as const

const CASES = Object.entries(FLOORS).flatMap(([language, floors]) =>
  Object.entries(floors).map(([half, floor]) => [language, half as 'dev' | 'unseen', floor] as const),
)

test.each(CASES)(
  'two brands in one text, %s %s: at least %d right, well above the whole text',
  (language, half, floor) => {
    const m = measureContrast(sentiment, language, half)
    expect(m.texts).toBeGreaterThanOrEqual(75)
    expect(m.right / (2 * m.texts)).toBeGreaterThanOrEqual(floor)
    // The whole text has one label for both, and both are right with it only where they agree.
    expect(m.right).toBeGreaterThan(m.wholeRight)
    expect(m.both).toBeGreaterThan(m.wholeBoth)
  },
)

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
