import { describe, expect, test } from 'vitest'
import { contentHash, encodeStream, fold, similarity, tokenize } from './index.ts'

const LONG = 200_000

/** Texts that punish whatever looks ahead or back: each must end, within the time limit of a test, for the greatest length that is kept (MAX_TEXT of core). */
const CASES: readonly [string, string][] = [
  ['combining marks', `e${'\u0301'.repeat(LONG)}`],
  ['kept marks', `\u0915${'\u093f'.repeat(LONG)}`],
  ['dakuten', `か${'\u3099'.repeat(LONG)}`],
  ['one word', 'ab'.repeat(LONG / 2)],
  ['one elongation', 'a'.repeat(LONG)],
  ['dots', 'a.'.repeat(LONG / 2)],
  ['dashes', 'a-'.repeat(LONG / 2)],
  ['hosts', 'a.b-c.'.repeat(LONG / 6)],
  ['apostrophes', "a'".repeat(LONG / 2)],
  ['schemes', 'http://'.repeat(LONG / 7)],
  ['one link', `http://${'('.repeat(LONG)}`],
  ['link punctuation', `http://a${'.'.repeat(LONG)}`],
  ['many link punctuation', `http://a..... `.repeat(LONG / 14)],
  ['hashes', '#'.repeat(LONG)],
  ['hashtags', '#a'.repeat(LONG / 2)],
  ['number hashtags', `#${'1'.repeat(LONG)}`],
  ['at signs', '@'.repeat(LONG)],
  ['handles', '@a'.repeat(LONG / 2)],
  ['handle with hosts', `@${'a.'.repeat(LONG / 2)}`],
  ['ZWJ', '\u200d'.repeat(LONG)],
  ['ZWNJ in a word', `ا${'\u200c'.repeat(LONG)}ا`],
  ['ZWJ emoji chain', '👩‍'.repeat(LONG / 3)],
  ['skin tones', '👍🏽'.repeat(LONG / 4)],
  ['tags', `🏴${'\u{e0067}'.repeat(LONG / 2)}`],
  ['emoticon mouths', `:${')'.repeat(LONG)}`],
  ['emoticon eyes', ':'.repeat(LONG)],
  ['eyes and mouths', ':(('.repeat(LONG / 3)],
  ['lone surrogates', '\ud800'.repeat(LONG)],
  ['NUL', '\0'.repeat(LONG)],
  ['Persian endings', 'ها '.repeat(LONG / 3)],
  ['Persian prefixes', 'می '.repeat(LONG / 3)],
  ['expansions', 'ﷺ'.repeat(LONG / 50)],
  ['Thai', 'สวัสดี'.repeat(LONG / 6)],
  ['jamo', '\u1112'.repeat(LONG)],
  ['decimals', '1.'.repeat(LONG / 2)],
]

describe('hostile texts of the greatest length that is kept', () => {
  test.each(CASES)('%s', (_, text) => {
    const tokens = tokenize(text)
    for (const t of tokens) if (t.norm.length > 64 || t.end <= t.start) throw new Error(`bad token at ${t.start}`)
    expect(contentHash(tokens)).toMatch(/^[0-9a-f]{16}$/)
    expect(similarity(tokens)).toMatch(/^[0-9a-f]{16}$/)
    expect(fold(text).map.at(-1)).toBe(text.length)
    expect(encodeStream(text).isWellFormed()).toBe(true)
  })
})
