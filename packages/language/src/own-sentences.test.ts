import { readFileSync } from 'node:fs'
import { tokenize } from '@moodlight/text'
import { describe, expect, test } from 'vitest'
import { createDetector } from './detector.ts'

/** Languages of which there is no or little labelled text: sentences written by us, with what must not be lost of what is reached. */
const REACHED: readonly (readonly [code: string, least: number])[] = [
  ['afr', 0.85],
  ['pus', 0.95],
  ['fry', 0.6],
  ['prs', 0.35],
]
const detector = createDetector()
const codeOf = (text: string): string => detector.detect(text, tokenize(text), []).code

describe.each(REACHED)('sentences in %s', (code, least) => {
  const texts = readFileSync(new URL(`../test/sentences/${code}.tsv`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t')[1]!)

  test('there are at least a hundred, none twice', () => {
    expect(new Set(texts).size).toBeGreaterThanOrEqual(100)
    expect(new Set(texts).size).toBe(texts.length)
  })

  test('as many are told as were', () => {
    const right = texts.filter((text) => codeOf(text) === code).length
    expect(right / texts.length).toBeGreaterThanOrEqual(least)
  })
})

test('Dari is taken for Persian or told, never for another language', () => {
  const lines = readFileSync(new URL('../test/sentences/prs.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  for (const line of lines) expect(['fas', 'prs'], line).toContain(codeOf(line.split('\t')[1]!))
})

test('Dutch and English with a word that Frisian has too stay what they are', () => {
  expect(codeOf('ik ben fan van die hoed')).toBe('nld')
  expect(codeOf('it is a hat for my kin')).toBe('eng')
  expect(codeOf('از خودرو پیاده شدم و به دانشگاه رفتم')).toBe('fas')
})
