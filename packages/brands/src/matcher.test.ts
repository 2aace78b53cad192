import { Brand } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import { describe, expect, test } from 'vitest'
import { compileBrands, type MatchContext } from './index.ts'

const matcher = compileBrands(
  [
    {
      id: 'ing',
      label: 'ING',
      names: [{ text: 'ING', exactCase: true, compounds: true }, 'ING Bank'],
      handles: ['ing', '@ing.bsky.social'],
      hashtags: ['ing'],
      blocked: ['ING Marathon'],
    },
    { id: 'abn', label: 'ABN AMRO', names: ['ABN AMRO', 'ABN'], handles: ['abn_amro'] },
    { id: 'rabo', label: 'Rabobank', names: [{ text: 'Rabo', compounds: true }, 'Rabobank'] },
    {
      id: 'orange',
      label: 'Orange',
      names: [{ text: 'Orange', needsContext: true }, 'Orange Money'],
      context: ['phone', 'roam*', 'mobile data'],
      notContext: ['juice'],
      contextWithin: 4,
    },
    { id: 'site', label: 'Booking', names: ['Booking.com', "McDonald's", 'AT&T'] },
    {
      id: 'lake',
      label: '湖银行',
      names: ['湖银行', { text: '平安', needsContext: true }],
      context: ['保险'],
      blocked: ['西湖银行'],
    },
    {
      id: 'mellat',
      label: 'بانک ملت',
      names: ['بانک ملت', { text: 'ملت', needsContext: true }, 'همراه‌بانک'],
      context: ['وام'],
    },
    { id: 'moon', label: 'Maan', names: [{ text: 'Maan', languages: ['nld'] }] },
    { id: 'korea', label: '바다은행', names: ['바다은행', 'オレンジ'] },
    { id: 'paused', label: 'Paused', names: ['Pausedbank'], paused: true },
  ].map((b) => Brand.parse(b)),
  { handleKey: (network, handle) => `${network}:${handle}` },
)

/** Candidates as `brand|text|kind|verdict|why`. */
function explain(text: string, context: MatchContext = {}, replyTo: string | null = null): string[] {
  const post = { title: null, text, sourceKind: 'social' as const, author: null, replyTo }
  return matcher
    .explain(post, tokenize(text), context)
    .map((c) => [c.brand, text.slice(c.start, c.end), c.kind, c.verdict, c.why].join('|'))
}

describe('Latin', () => {
  test.each([
    ['a word of its own', 'I like ING.', ['ing|ING|name|sure|plain']],
    ['full-width', 'ＩＮＧ', ['ing|ＩＮＧ|name|sure|plain']],
    ['wrong case', 'ing', ['ing|ing|name|refused|wrong-case']],
    [
      'an ending',
      'parking BOEKING mijnING',
      ['ing|ing|name|refused|wrong-case', 'ing|ING|name|refused|inside-word', 'ing|ING|compound|unsure|compound-end'],
    ],
    [
      'possessives',
      'ING’s INGs Rabobanks',
      [
        'ing|ING|name|sure|possessive',
        'ing|ING|name|sure|possessive',
        'rabo|Rabobank|name|sure|possessive',
        'rabo|Rabo|compound|refused|longer:Rabobank',
      ],
    ],
    ['hyphens', 'ING-app anti-ING', ['ing|ING|compound|sure|hyphen', 'ing|ING|compound|sure|hyphen']],
    ['compounds', 'Rabopas mijnRabo', ['rabo|Rabo|compound|sure|compound', 'rabo|Rabo|compound|unsure|compound-end']],
    ['no compound where not allowed', 'ABNer', ['abn|ABN|name|refused|inside-word']],
    [
      'blanks and dashes',
      'ABN-AMRO abn  amro',
      [
        'abn|ABN-AMRO|name|sure|plain',
        'abn|ABN|compound|refused|longer:ABN AMRO',
        'abn|abn  amro|name|sure|plain',
        'abn|abn|name|refused|longer:ABN AMRO',
      ],
    ],
    ['joined', 'abnamro', ['abn|abnamro|name|sure|joined', 'abn|abn|name|refused|inside-word']],
    ['blocked phrase', 'the ING Marathon', ['ing|ING|name|refused|blocked:ING Marathon']],
    [
      'names with marks',
      'booking.com AT&T McDonald’s mcdonalds',
      [
        'site|booking.com|name|sure|plain',
        'ing|ing|name|refused|in-link',
        'site|AT&T|name|sure|plain',
        'site|McDonald’s|name|sure|plain',
        'site|mcdonalds|name|sure|plain',
      ],
    ],
    ['links', 'https://ing.nl/abn', ['ing|ing|name|refused|in-link', 'abn|abn|name|refused|in-link']],
    [
      'accents and ligatures',
      'ORÁNGE Money',
      ['orange|ORÁNGE Money|name|sure|plain', 'orange|ORÁNGE|name|refused|longer:Orange Money'],
    ],
    ['paused', 'Pausedbank', []],
    ['an apostrophe is no letter left out', "she'll", []],
  ])('%s', (_, text, expected) => expect(explain(text)).toEqual(expected))
})

describe('context', () => {
  test.each([
    ['none', 'an orange', ['orange|orange|name|unsure|no-context']],
    ['near', 'my phone from Orange', ['orange|Orange|name|sure|context:phone']],
    ['a hashtag counts', '#phone Orange', ['orange|Orange|name|sure|context:phone']],
    ['a beginning', 'Orange and roamed', ['orange|Orange|name|sure|context:roam*']],
    ['several words', 'Orange has mobile data', ['orange|Orange|name|sure|context:mobile data']],
    ['the last place within', 'Orange a b c phone', ['orange|Orange|name|sure|context:phone']],
    ['too far', 'Orange a b c d phone', ['orange|Orange|name|unsure|no-context']],
    ['forbidden', 'orange juice', ['orange|orange|name|refused|not-context:juice']],
    ['the nearer word decides', 'orange juice phone', ['orange|orange|name|refused|not-context:juice']],
    ['the nearer word decides, the other way', 'phone orange x juice', ['orange|orange|name|sure|context:phone']],
    ['hashtag of an ambiguous name', '#orange', ['orange|orange|hashtag|unsure|no-context']],
  ])('%s', (_, text, expected) => expect(explain(text)).toEqual(expected))

  test('in the thread', () => {
    expect(explain('Orange again', { threadText: 'which phone is best?' })).toEqual([
      'orange|Orange|name|sure|context-thread:phone',
    ])
  })
})

describe('hashtags and handles', () => {
  test.each([
    ['configured', '#ING', ['ing|#ING|hashtag|sure|hashtag', 'ing|ING|hashtag|refused|longer:#ing']],
    ['equal to a name', '#ABNAMRO', ['abn|ABNAMRO|hashtag|sure|hashtag-name', 'abn|ABN|compound|refused|inside-word']],
    [
      'CamelCase',
      '#INGdown #BoycotABN',
      ['ing|ING|compound|unsure|hashtag-part', 'abn|ABN|compound|unsure|hashtag-part'],
    ],
    [
      'no part',
      '#boycotting #Ingeborg',
      ['ing|ing|compound|refused|inside-word', 'ing|Ing|compound|refused|inside-word'],
    ],
    ['underscores', '#ABN_storing', ['abn|ABN|hashtag|sure|hashtag-word', 'ing|ing|compound|refused|inside-word']],
    [
      'all lower case, long name',
      '#rabobankstoring',
      [
        'rabo|rabobank|compound|unsure|hashtag-part',
        'rabo|rabo|compound|refused|inside-word',
        'ing|ing|compound|refused|inside-word',
      ],
    ],
    ['Han', '#湖银行倒闭#', ['lake|湖银行|hashtag|sure|hashtag-word']],
    [
      'Persian',
      '#بانک_ملت',
      ['mellat|بانک_ملت|hashtag|sure|hashtag-name', 'mellat|ملت|hashtag|refused|longer:بانک ملت'],
    ],
    [
      'handle',
      '@ABN_AMRO hi',
      [
        'abn|@ABN_AMRO|handle|sure|handle',
        'abn|ABN_AMRO|handle|refused|longer:@abn_amro',
        'abn|ABN|name|refused|in-handle',
      ],
    ],
    [
      'full handle',
      '@ing.bsky.social',
      [
        'ing|@ing.bsky.social|handle|unsure|handle-elsewhere',
        'ing|@ing.bsky.social|handle|sure|handle',
        'ing|ing|name|refused|in-handle',
      ],
    ],
    [
      'same handle elsewhere',
      '@ing@mas.to',
      ['ing|@ing@mas.to|handle|unsure|handle-elsewhere', 'ing|ing|name|refused|in-handle'],
    ],
    ["somebody else's handle", '@ing_fan', ['ing|ing|name|refused|in-handle']],
    ['a handle like a name', '@abn', ['abn|abn|handle|unsure|like-handle']],
  ])('%s', (_, text, expected) => expect(explain(text)).toEqual(expected))

  test('a handle at the head of a reply is addressed, a later one named', () => {
    const hit = (text: string, replyTo: string | null) =>
      matcher.match({ title: null, text, sourceKind: 'social', author: null, replyTo }, tokenize(text))[0]
    expect(hit('@jan @ing help', 'x:1')).toMatchObject({ addressed: true, matches: [{ why: 'handle-head' }] })
    expect(hit('help @ing', 'x:1')).toMatchObject({ addressed: false, matches: [{ why: 'handle' }] })
    expect(hit('@ing help', null)).toMatchObject({ addressed: false })
    expect(hit('@ing is ING down?', 'x:1')).toMatchObject({ addressed: false, matches: [{}, {}] })
  })
})

describe('Chinese, Persian, Korean, Japanese', () => {
  test.each([
    ['Han has no boundaries', '我的湖银行卡', ['lake|湖银行|name|sure|plain']],
    ['a longer word is blocked', '西湖银行', ['lake|湖银行|name|refused|blocked:西湖银行']],
    ['an ordinary word', '祝你平安', ['lake|平安|name|unsure|no-context']],
    ['with context', '平安的保险', ['lake|平安|name|sure|context:保险']],
    ['Latin beside Han', '用ABN转账', ['abn|ABN|name|sure|plain']],
    ['Persian', 'بانک ملت خوب است', ['mellat|بانک ملت|name|sure|plain', 'mellat|ملت|name|refused|longer:بانک ملت']],
    ['Arabic letters', 'بانك ملت', ['mellat|بانك ملت|name|sure|plain', 'mellat|ملت|name|refused|longer:بانک ملت']],
    [
      'plural with a half-space',
      'بانک ملت‌ها',
      ['mellat|بانک ملت|name|sure|suffix', 'mellat|ملت|name|refused|longer:بانک ملت'],
    ],
    ['plural joined', 'بانک ملتها', ['mellat|بانک ملت|name|sure|suffix', 'mellat|ملت|name|refused|longer:بانک ملت']],
    [
      'one letter joined',
      'بانک ملتی',
      ['mellat|بانک ملت|name|unsure|attached-suffix', 'mellat|ملت|name|refused|longer:بانک ملت'],
    ],
    [
      'half-space between',
      'بانک‌ملت',
      ['mellat|بانک‌ملت|name|sure|joined', 'mellat|ملت|compound|refused|longer:بانک ملت'],
    ],
    [
      'half-space left out',
      'همراهبانک همراه بانک',
      ['mellat|همراهبانک|name|sure|plain', 'mellat|همراه بانک|name|sure|plain'],
    ],
    ['inside another word', 'مملتان', ['mellat|ملت|name|refused|inside-word']],
    ['a word before', 'و بانک ملت', ['mellat|بانک ملت|name|sure|plain', 'mellat|ملت|name|refused|longer:بانک ملت']],
    ['harakat', 'بانکِ ملت وام', ['mellat|بانکِ ملت|name|sure|plain', 'mellat|ملت|name|refused|longer:بانک ملت']],
    ['ambiguous with context', 'وام ملت', ['mellat|ملت|name|sure|context:وام']],
    [
      'Korean particles',
      '바다은행이 바다은행장',
      ['korea|바다은행|name|sure|suffix', 'korea|바다은행|name|unsure|attached-suffix'],
    ],
    [
      'katakana',
      'オレンジの オレンジジュース',
      ['korea|オレンジ|name|sure|plain', 'korea|オレンジ|name|refused|inside-word'],
    ],
  ])('%s', (_, text, expected) => expect(explain(text)).toEqual(expected))
})

test('names of one language', () => {
  expect(explain('Maan', { language: 'nld' })).toEqual(['moon|Maan|name|sure|plain'])
  expect(explain('Maan', { language: 'eng' })).toEqual(['moon|Maan|name|refused|language:eng'])
  expect(explain('Maan', { language: 'und' })).toEqual(['moon|Maan|name|sure|plain'])
  expect(explain('Maan')).toEqual(['moon|Maan|name|sure|plain'])
})

test('offsets count title and line break; brands come in the order given', () => {
  const post = { title: 'ABN news', text: 'and ING', sourceKind: 'press' as const, author: null, replyTo: null }
  const hits = matcher.match(post, tokenize('ABN news\nand ING'))
  expect(hits.map((h) => [h.brand, h.matches[0]!.start, h.matches[0]!.end, h.voice])).toEqual([
    ['ing', 13, 16, 'press'],
    ['abn', 0, 3, 'press'],
  ])
})

test('two brands may share a spelling', () => {
  const both = compileBrands(
    ['one', 'two'].map((id) => Brand.parse({ id, label: id, names: ['Twin'] })),
    { handleKey: () => '' },
  )
  const post = { title: null, text: 'Twin', sourceKind: 'social' as const, author: null, replyTo: null }
  expect(both.match(post, tokenize('Twin')).map((h) => h.brand)).toEqual(['one', 'two'])
})
