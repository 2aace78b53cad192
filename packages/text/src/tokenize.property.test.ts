import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeToken, encodeToken, fold, MAX_NORM, searchTokens, tokenize } from './index.ts'

/** Text of all kinds of units, lone surrogates included, rich in what the rules look at. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((a) => String.fromCharCode(...a)),
  fc
    .array(
      fc.constantFrom(
        'a',
        'ING',
        "'s",
        "'",
        '@',
        '#',
        '.',
        '-',
        'www.',
        'http://',
        'نمی',
        'می',
        'ها',
        ' ',
        '\u200c',
        '银',
        'が',
        'ﾞ',
        '은',
        'ﷺ',
        '㍿',
        'ﬁ',
        '\u0301',
        '\ufe0f',
        '\u200d',
        '👍',
        '🏽',
        '🇳',
        '1',
        '۱',
        ':',
        ')',
        '\0',
        '\ud800',
        'ส',
        'ั',
        'é',
        'nl',
        '/',
        '\u0640',
        'ß',
      ),
      { maxLength: 40 },
    )
    .map((a) => a.join('')),
)

test('tokens stand in order inside the text, and each has a norm within the limit, without blanks and lone surrogates', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let lastStart = 0
      let lastEnd = 0
      for (const t of tokenize(text)) {
        expect(t.end).toBeGreaterThan(t.start)
        expect(t.start >= lastEnd || (t.start === lastStart && t.end === lastEnd)).toBe(true)
        expect(t.end).toBeLessThanOrEqual(text.length)
        expect(t.norm.length).toBeGreaterThan(0)
        expect(t.norm.length).toBeLessThanOrEqual(MAX_NORM)
        expect(t.norm).not.toMatch(/\s/u)
        expect(t.norm.isWellFormed()).toBe(true)
        lastStart = t.start
        lastEnd = t.end
      }
    }),
    { numRuns: 3000 },
  )
})

test('the escaped form is reversible for every string, and holds no ASCII but a-z and 0-9', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const e = encodeToken(text)
      expect(decodeToken(e)).toBe(text)
      expect(e).not.toMatch(/[\s\x00-\x2f\x3a-\x60\x7b-\x7f]/u)
      expect(e.isWellFormed()).toBe(true)
    }),
    { numRuns: 3000 },
  )
})

test('two words in one blank-parted text never give fewer tokens than their parts where no joining rule applies', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (a, b) => {
      expect(searchTokens(`${a}\n${b}`)).toEqual([...searchTokens(a), ...searchTokens(b)])
    }),
  )
})

test('fold maps every unit to a character of the original, in order', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { text: folded, map } = fold(text)
      expect(map.length).toBe(folded.length + 1)
      expect(map[folded.length]).toBe(text.length)
      for (let i = 0; i < folded.length; i++) expect(map[i]!).toBeLessThanOrEqual(map[i + 1]!)
    }),
    { numRuns: 2000 },
  )
})

test('every code point of Unicode, alone and between letters, gives tokens that hold the laws', () => {
  for (let cp = 0; cp < 0x110000; cp++) {
    if (cp === 0x30000) cp = 0xe0000
    if (cp === 0xe1000) break
    for (const text of [String.fromCodePoint(cp), `a${String.fromCodePoint(cp)}b`]) {
      for (const t of tokenize(text)) {
        if (t.norm === '' || t.end <= t.start || t.end > text.length || /\s/u.test(t.norm) || !t.norm.isWellFormed()) {
          throw new Error(`U+${cp.toString(16)} gives ${JSON.stringify(t)}`)
        }
        const again = searchTokens(t.norm)
        if (t.kind !== 'mark' && again.join('') !== t.norm) {
          throw new Error(`U+${cp.toString(16)}: the norm ${t.norm} is read as ${again.join(' ')}`)
        }
      }
    }
  }
})
