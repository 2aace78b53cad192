import { describe, expect, test } from 'vitest'
import { fold, originalSpan, phrase, scriptCounts, searchTokens, tokenize } from './index.ts'

const found = (text: string) => searchTokens(text).join(' ')
const kinds = (text: string) => tokenize(text).map((t) => `${t.kind}:${t.norm}`)

describe('norms', () => {
  test.each([
    [
      'case and diacritics',
      'CAFÉ coördinatie coo\u0308rdinatie straße Ærø',
      'cafe coordinatie coordinatie strasse aero',
    ],
    ['compatibility forms', 'ＩＮＧ ﬁets Ⅶ ㎏ 𝐈𝐍𝐆', 'ing fiets vii kg ing'],
    ['digits of all scripts', '۱۲۳ ١٢٣ １２３ १२३', '123 123 123 123'],
    ['decimals', '3.5 1.000,50 ۳٫۵ 10:30', '3.5 1.000,50 3.5 10 30'],
    ['elongation keeps two', 'soooo baaaad sooo goood 1000000', 'soo baad soo good 1000000'],
    ['elongation of any case', 'SOoOO', 'soo'],
    ['apostrophes', "don't zo’n ING's foto’s 's avonds", "don't zo'n ing foto s avonds"],
    ['soft hyphen and joiners', 'soft\u00adhyphen word\u2060joiner', 'softhyphen wordjoiner'],
    ['Cyrillic й is no и', 'мой мои\u0306 ёж', 'мой мой еж'],
    ['Arabic letters', 'كتاب علي مكتبة أحمد', 'کتاب علی مکتبه احمد'],
    ['harakat and tatweel', 'مُحَمَّد ملــت', 'محمد ملت'],
    ['he with hamza', 'برنامۀ برنامهٔ برنامه', 'برنامه برنامه برنامه'],
    ['ligatures that hold blanks', 'ﷺ', 'صلی الله علیه وسلم'],
    ['Latin and Persian part', 'INGها', 'ing ها'],
    ['half-width kana', 'ｶﾞ', 'ガ'],
    ['conjoining Hangul', '\u1112\u1161\u11ab', '한'],
  ])('%s', (_, text, norms) => expect(found(text)).toBe(norms))

  test('the half-space, nothing and a blank give one token for verb prefixes and plurals', () => {
    expect(searchTokens('می‌خواهم میخواهم می خواهم')).toEqual(['میخواهم', 'میخواهم', 'میخواهم'])
    expect(searchTokens('نمی‌شود نمیشود نمي شود')).toEqual(['نمیشود', 'نمیشود', 'نمیشود'])
    expect(searchTokens('بانک‌ها بانکها بانک ها')).toEqual(['بانکها', 'بانکها', 'بانکها'])
    expect(searchTokens('بانک ملت')).toEqual(['بانک', 'ملت'])
  })

  test('a joined token spans both parts', () => {
    const text = 'او می خواهم'
    const t = tokenize(text).at(-1)!
    expect(text.slice(t.start, t.end)).toBe('می خواهم')
  })

  test('a long norm is cut with a hash of the whole, so that different words stay different', () => {
    const [a] = searchTokens('ab'.repeat(60))
    const [b] = searchTokens(`${'ab'.repeat(60)}c`)
    expect(a).toHaveLength(64)
    expect(a).not.toBe(b)
    expect(a!.slice(0, 55)).toBe('ab'.repeat(60).slice(0, 55))
  })
})

describe('kinds', () => {
  test.each([
    ['one token per Han character', '荷兰银行。', ['han:荷', 'han:兰', 'han:银', 'han:行', 'mark:。']],
    ['an expansion has one token per character', '㍿', ['han:株', 'han:式', 'han:会', 'han:社']],
    ['kana and Hangul in runs', 'ありがとうー オレンジ 은행이', ['word:ありがとうー', 'word:オレンジ', 'word:은행이']],
    ['Thai in runs', 'สวัสดีครับ', ['word:สวัสดีครับ']],
    ['hashtag, handle and word stay apart', '#ING @ing ing', ['hashtag:#ing', 'handle:@ing', 'word:ing']],
    ['Weibo hashtags', '#招商银行#好', ['hashtag:#招商银行', 'han:好']],
    [
      'no hashtag',
      'C# #1 &#39;',
      ['word:c', 'mark:#', 'mark:#', 'number:1', 'mark:&', 'mark:#', 'number:39', 'mark:;'],
    ],
    ['handles with hosts', '@ing.bsky.social @me@mas.to.', ['handle:@ing.bsky.social', 'handle:@me@mas.to', 'mark:.']],
    ['an address is no handle', 'a@b.nl', ['word:a', 'mark:@', 'url:b.nl']],
    [
      'links',
      'https://www.ing.nl/Foo?x=1, (http://a.b/c_(d))',
      ['url:ing.nl/foo?x=1', 'mark:,', 'mark:(', 'url:a.b/c_(d)', 'mark:)'],
    ],
    ['links without scheme', 'abn-amro.nl great.Now', ['url:abn-amro.nl', 'word:great', 'mark:.', 'word:now']],
    ['a link ends before Han', 'http://t.cn/abc转', ['url:t.cn/abc', 'han:转']],
    ['ZWJ sequences whole', '👨‍👩‍👧👍🏽🇳🇱🇩🇪', ['emoji:👨‍👩‍👧', 'emoji:👍', 'emoji:🇳🇱', 'emoji:🇩🇪']],
    ['keycaps and hearts', '1️⃣❤️', ['emoji:1\u20e3', 'emoji:❤']],
    [
      'emoticons',
      ':-))) ;) <3 :/ http:/x',
      ['emoji::)', 'emoji:;)', 'emoji:<3', 'emoji::/', 'word:http', 'mark::', 'mark:/', 'word:x'],
    ],
    ['marks in runs', 'ING™!!!', ['word:ing', 'mark:™', 'mark:!!']],
    ['lone surrogates and NUL', 'a\ud800b\0c', ['word:a', 'mark:\ufffd', 'word:b', 'word:c']],
  ])('%s', (_, text, expected) => expect(kinds(text)).toEqual(expected))
})

test('phrases of a two-character Chinese word, a half-space word and a hashtag', () => {
  expect(phrase('银行')).toEqual(['银', '行'])
  expect(phrase('می‌خواهم')).toEqual(['میخواهم'])
  expect(phrase('#ING')).toEqual(['#ing'])
})

test('fold maps back through ligatures, signs and astral letters', () => {
  const text = 'xﬁ\u0301𝐈y'
  const folded = fold(text)
  expect(folded.text).toBe('xfiiy')
  expect(originalSpan(folded, 1, 2)).toEqual({ start: 1, end: 3 })
  expect(originalSpan(folded, 3, 4)).toEqual({ start: 3, end: 5 })
})

test('scripts are counted by letter', () => {
  expect(scriptCounts('ING بانک 银行 7')).toMatchObject({ latin: 3, arabic: 4, han: 2, none: 4 })
})
