import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanField, cleanText } from './clean-text.ts'

const PIECES = [
  'a',
  'É',
  'E\u0301',
  '\u0301',
  'ي\u0654',
  'می\u200cشود',
  '中',
  '\u{20000}',
  '가',
  '\u1100',
  '\u1161',
  '\u11a8',
  '😀',
  '👍🏽',
  '🇳🇱',
  '\ud83d',
  '\ude00',
  '\ufeff',
  '\u0000',
  '\r\n',
  '\r',
  '\n',
  '\t',
  ' ',
  '\u00a0',
  '\u0344',
  'Å',
  '豈',
]
const texts = fc.array(fc.constantFrom(...PIECES)).map((pieces) => pieces.join(''))

/** Every pass over every text, whether it needs it or not. */
const cleaned = (raw: string): string =>
  raw
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFEFF\uFFFE\uFFFF]/g, '')
    .toWellFormed()
    .normalize('NFC')
    .trim()

test('what is left as it is needed no cleaning', () => {
  fc.assert(
    fc.property(texts, (raw) => {
      expect(cleanText(raw).text).toBe(cleaned(raw))
    }),
    { numRuns: 2000 },
  )
  // Any two units beside one another.
  fc.assert(
    fc.property(fc.integer({ max: 0xffff, min: 0 }), fc.integer({ max: 0xffff, min: 0 }), (a, b) => {
      const raw = String.fromCharCode(a, b)
      expect(cleanText(raw).text).toBe(cleaned(raw))
    }),
    { numRuns: 5000 },
  )
})

test('a field is one line with single blanks', () => {
  expect(cleanField(' a \u00a0b\n\tc\u2003d e ', 99)).toBe('a b c d e')
  expect(cleanField('plain name', 99)).toBe('plain name')
  expect(cleanField(' \n ', 99)).toBeNull()
})
