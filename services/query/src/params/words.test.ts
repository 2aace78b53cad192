import { searchTokens } from '@moodlight/text'
import { expect, test } from 'vitest'
import { readWords } from './words.ts'

/** Whether a text holds every phrase, its tokens side by side: the law of the store. */
function finds(asked: string, text: string): boolean {
  const tokens = searchTokens(text)
  return readWords([asked])!.phrases.every((p) => tokens.some((_, i) => p.every((token, k) => tokens[i + k] === token)))
}

test('a Persian word is found however its parts are set: half-space, joined, with a blank, quoted', () => {
  const writings = ['می\u200cشود', 'میشود', 'می شود', '"می شود"']
  for (const asked of writings)
    for (const written of writings.slice(0, 3))
      expect(finds(asked, `پرداخت ${written} کرد`), `${asked} in ${written}`).toBe(true)
  expect(readWords(['کارت می شود velora'])!.parts).toEqual(['کارت', 'می شود', 'velora'])
})

test('words stay apart and quoted ones together', () => {
  expect(readWords(['red "two words" blue'])!.parts).toEqual(['red', 'two words', 'blue'])
  expect(finds('bank velora', 'Velora is a bank')).toBe(true)
  expect(finds('"bank velora"', 'Velora is a bank')).toBe(false)
  expect(finds('velora', '#velora')).toBe(false)
  expect(readWords(['""'])).toBeNull()
})
