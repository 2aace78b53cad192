import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createSentiment } from '../../packages/sentiment/src/index.ts'
import { brandFigures, pooled } from './brands.ts'
import { modelHashes } from './hashes.ts'
import { HELD } from './held.ts'
import { FIRST } from './names.ts'
import { contrast, intents } from './own-sets.ts'

describe('the accuracy card', () => {
  test('speaks of the models that are here: else run `pnpm accuracy`', () => {
    const page = readFileSync(new URL('../../docs/accuracy.md', import.meta.url), 'utf8')
    const stated = Object.fromEntries(
      [...page.matchAll(/(sentiment|language|intent) `([0-9a-f]{16})`/g)].map(([, name, hash]) => [name, hash]),
    )
    expect(stated).toEqual(modelHashes())
  })
})

describe('on the sets written by us', () => {
  test('two brands in one text are told apart, in both halves of every language', () => {
    const results = contrast(createSentiment())
    expect(results.map((r) => `${r.language} ${r.half}`)).toEqual(
      FIRST.flatMap((language) => [`${language} dev`, `${language} unseen`]),
    )
    for (const { language, half, texts, accuracy, wholeAccuracy } of results) {
      expect(texts, `${language} ${half}`).toBeGreaterThanOrEqual(75)
      expect(accuracy, `${language} ${half}`).toBeGreaterThanOrEqual(HELD.contrast[language]!)
      expect(accuracy, `${language} ${half}, against the whole text`).toBeGreaterThan(wholeAccuracy)
    }
  }, 60_000)

  test('intents are rarely wrong, and found', () => {
    const all = intents().rows.filter((row) => row.half === 'unseen' && row.kind === 'all')
    expect(all.map((row) => row.language)).toEqual([...FIRST])
    for (const { language, precision, recall } of all) {
      expect(precision, language).toBeGreaterThanOrEqual(HELD.intentPrecision)
      expect(recall, language).toBeGreaterThanOrEqual(HELD.intentRecall[language]!)
    }
  }, 60_000)

  test('ambiguous names are matched when the brand is meant, better than by a short rule or by the name', () => {
    const figures = brandFigures()
    expect(figures.length).toBeGreaterThanOrEqual(12)
    const { hits, falseHits, misses } = pooled(figures, (figure) => figure.examples)
    expect(hits / (hits + falseHits)).toBeGreaterThanOrEqual(HELD.brandPrecision)
    expect(hits / (hits + misses)).toBeGreaterThanOrEqual(HELD.brandRecall)
    const alone = pooled(figures, (figure) => figure.nameAlone)
    expect(hits / (hits + falseHits)).toBeGreaterThan(alone.hits / (alone.hits + alone.falseHits))
    const short = pooled(figures, (figure) => figure.shortRules)
    expect(hits / (hits + misses)).toBeGreaterThan(short.hits / (short.hits + short.misses))
  }, 60_000)
})
