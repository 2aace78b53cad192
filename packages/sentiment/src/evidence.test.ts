import { type Token, tokenize } from '@moodlight/text'
import { expect, test } from 'vitest'
import { evidenceSpans } from './evidence.ts'

/** The spans shown, as text, where `weigh` gives each token its weight. */
function shown(text: string, weigh: (token: Token) => number, names: readonly string[] = []): [string, number][] {
  const tokens = tokenize(text)
  const spans = names.map((name) => ({ start: text.indexOf(name), end: text.indexOf(name) + name.length }))
  const found = evidenceSpans(tokens, Float64Array.from(tokens, weigh), [], 0, spans)
  return found.map((span) => [text.slice(span.start, span.end), span.weight])
}

test('neighbouring words of one sign are one span, and punctuation never begins or ends one', () => {
  expect(shown('so good, really good! bad', (token) => (token.norm === 'bad' ? -1 : 1))).toEqual([
    ['so good, really good', 4],
    ['bad', -1],
  ])
  expect(shown('good !!!', (token) => (token.kind === 'mark' ? 5 : 1))).toEqual([['good', 1]])
})

test('a name is no evidence, and no span runs over it', () => {
  expect(shown('love Happy Bank love', () => 1, ['Happy Bank'])).toEqual([
    ['love', 1],
    ['love', 1],
  ])
})

test('Han characters join into words', () => {
  expect(shown('客服太差了', (token) => (token.norm === '差' ? -2 : token.norm === '太' ? -0.1 : 0))).toEqual([
    ['太差了', expect.any(Number)],
  ])
})

test('what weighs next to nothing is left out', () => {
  expect(shown('the good', (token) => (token.norm === 'good' ? 2 : 0.05))).toEqual([['good', 2]])
  expect(shown('nothing here', () => 0)).toEqual([])
})
