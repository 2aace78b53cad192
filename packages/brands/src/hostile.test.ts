import { Brand } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import { describe, expect, test } from 'vitest'
import { compileBrands } from './index.ts'

const LONG = 200_000
const AS = Array.from({ length: 100 }, (_, i) => 'a '.repeat(i + 1).trim())

const matcher = compileBrands(
  [
    Brand.parse({ id: 'nested', label: 'n', names: AS, blocked: ['a b a'], context: ['ctx'], notContext: ['not'] }),
    Brand.parse({
      id: 'context',
      label: 'c',
      names: [{ text: 'b', needsContext: true }],
      context: ['a'],
      notContext: ['c'],
      contextWithin: 200,
    }),
    Brand.parse({ id: 'split', label: 's', names: ['xy'], blocked: ['xy z'] }),
    Brand.parse({ id: 'han', label: 'h', names: ['湖', '湖湖', '湖湖湖'] }),
    ...Array.from({ length: 300 }, (_, i) => Brand.parse({ id: `b${i}`, label: 'b', names: ['crowd'] })),
  ],
  { handleKey: () => '' },
)

const CASES: readonly [string, string][] = [
  ['nested names', 'a '.repeat(LONG / 2)],
  ['names that need context', 'b '.repeat(LONG / 2)],
  ['names and context', 'b a c '.repeat(LONG / 6)],
  ['blocking phrases', 'a b '.repeat(LONG / 4)],
  ['blocked everywhere', 'xy z '.repeat(LONG / 5)],
  ['Han names', '湖'.repeat(LONG)],
  ['a name stretched by signs', `x${'\u0301'.repeat(LONG)}y`],
  ['a name stretched by blanks', `${`a${' '.repeat(1000)}`.repeat(LONG / 1000)}`],
  ['one long word of names', 'xy'.repeat(LONG / 2)],
  ['one hashtag of names', `#${'xy'.repeat(LONG / 2)}`],
  ['hashtags', '#xy'.repeat(LONG / 3)],
  ['handles', '@xy '.repeat(LONG / 4)],
  ['300 brands each time', 'crowd '.repeat(LONG / 6)],
  ['invisible characters around', `xy${'\u200c'.repeat(LONG)}xy`],
  ['Arabic letters around', 'ملت'.repeat(LONG / 3)],
  ['lone surrogates', '\udc00\ud800xy'.repeat(LONG / 4)],
]

describe('hostile texts of the greatest length that is kept', () => {
  test.each(CASES)('%s', (_, text) => {
    const post = { title: null, text, sourceKind: 'social' as const, author: null, replyTo: null }
    const hits = matcher.match(post, tokenize(text), { threadText: text })
    expect(hits.length).toBeLessThanOrEqual(256)
    for (const h of hits) {
      expect(h.matches.length).toBeGreaterThan(0)
      expect(h.matches.length).toBeLessThanOrEqual(64)
    }
    if (hits.length > 0) expect(matcher.named(text)).toBe(true)
  })
})

test('more than 256 brands: the first ones', () => {
  const post = { title: null, text: 'crowd', sourceKind: 'social' as const, author: null, replyTo: null }
  expect(matcher.match(post, tokenize('crowd')).map((h) => h.brand)).toEqual(
    Array.from({ length: 256 }, (_, i) => `b${i}`),
  )
})

test('names of nothing but signs are left out, and no brand at all is fine', () => {
  const none = compileBrands([Brand.parse({ id: 'x', label: 'x', names: ['\u0301', ' - ', '\u200c'] })], {
    handleKey: () => '',
  })
  expect(none.patterns).toBe(0)
  expect(none.named('anything - \u0301')).toBe(false)
  expect(compileBrands([], { handleKey: () => '' }).named('anything')).toBe(false)
})
