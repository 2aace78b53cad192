import { expect, test } from 'vitest'
import { formatOf } from './format.ts'

const lines = (...texts: string[]) => texts.map((text, i) => ({ number: i + 1, text, tooLong: false }))

test('the name decides', () => {
  expect(formatOf('a.JSONL.gz', lines('plain'))).toBe('jsonl')
  expect(formatOf('a.txt', lines('{"text":"x"}'))).toBe('text')
})

test('without one, most of the first lines do', () => {
  expect(formatOf('-', lines('broken', '{"text":1}', ' {"text":2}', '{"text":3}'))).toBe('jsonl')
  expect(formatOf('-', lines('a post', '{curly', 'another', 'third'))).toBe('text')
  expect(formatOf('-', lines('', ' '))).toBe('text')
})
