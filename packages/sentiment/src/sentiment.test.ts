import { Sentiment, type Span } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import { describe, expect, test } from 'vitest'
import { createSentiment } from './sentiment.ts'

const sentiment = createSentiment()

function spansOf(text: string, name: string): Span[] {
  const spans: Span[] = []
  for (let i = text.indexOf(name); i >= 0; i = text.indexOf(name, i + 1)) spans.push({ start: i, end: i + name.length })
  return spans
}

/** The label towards each name in the text. */
function towards(language: string, text: string, ...names: string[]): string[] {
  const tokens = tokenize(text)
  return names.map((name) => {
    const others = names.filter((other) => other !== name).flatMap((other) => spansOf(text, other))
    const result = sentiment.score({ text, tokens, language, target: spansOf(text, name), others })
    Sentiment.parse(result)
    return result.label
  })
}

const judge = (language: string, text: string) =>
  sentiment.score({ text, tokens: tokenize(text), language, target: null, others: [] })

describe('sentiment towards each of two brands', () => {
  test.each([
    ['eng', 'ING is much better than Rabobank', 'positive', 'negative', 'ING', 'Rabobank'],
    ['eng', 'I prefer Rabobank over ING any day', 'positive', 'negative', 'Rabobank', 'ING'],
    ['eng', 'Switched from ING to Rabobank last week', 'negative', 'positive', 'ING', 'Rabobank'],
    ['eng', 'ING and Rabobank are both terrible', 'negative', 'negative', 'ING', 'Rabobank'],
    ['eng', 'ING was awful today, but Rabobank was wonderful', 'negative', 'positive', 'ING', 'Rabobank'],
    ['eng', "ING is down again, glad I'm with ABN AMRO", 'negative', 'positive', 'ING', 'ABN AMRO'],
    [
      'nld',
      'De app van ING doet het weer niet, gelukkig zit ik bij Rabobank',
      'negative',
      'positive',
      'ING',
      'Rabobank',
    ],
    ['zho', '招商银行的App太好用了，但是平安银行客服很差', 'positive', 'negative', '招商银行', '平安银行'],
    ['fas', 'بانک ملت عالی است ولی بانک سامان افتضاح', 'positive', 'negative', 'بانک ملت', 'بانک سامان'],
    ['nld', 'Rabobank is echt beter dan ING', 'positive', 'negative', 'Rabobank', 'ING'],
    ['zho', '小米比华为好', 'positive', 'negative', '小米', '华为'],
    ['zho', '小米不如华为', 'negative', 'positive', '小米', '华为'],
    ['fas', 'بانک ملت از بانک سامان بهتر است', 'positive', 'negative', 'بانک ملت', 'بانک سامان'],
  ])('%s: %s', (language, text, a, b, nameA, nameB) => {
    expect(towards(language, text, nameA, nameB)).toEqual([a, b])
  })
})

describe('what is not guessed', () => {
  test.each([
    ['und', 'good good good', 'unknown-language'],
    ['tha', 'ธนาคารนี้ดีมาก', 'uncovered-language'],
    ['eng', '... !!! ???', 'no-words'],
    ['eng', '', 'no-words'],
  ])('%s %s', (language, text, reason) => {
    expect(judge(language, text)).toMatchObject({ label: 'unscored', reason })
  })
})

test.each([
  ['eng', 'My card from NAME was declined again', ['ING', 'Orange', 'Bank of Scam', 'Happy Love Bank']],
  ['nld', 'De app van NAME werkt prima', ['ING', 'Rabobank', 'Slechte Bank']],
  ['zho', 'NAME的客服很好', ['平安银行', '小米', '烂银行']],
  ['fas', 'پشتیبانی NAME خیلی خوب است', ['بانک ملت', 'سامان', 'بانک بد']],
])('no brand is judged by its name (%s)', (language, pattern, names) => {
  const results = names.map((name) => {
    const text = pattern.replace('NAME', name)
    const result = sentiment.score({ text, tokens: tokenize(text), language, target: spansOf(text, name), others: [] })
    return result.label === 'unscored' ? result.reason : result.probabilities
  })
  for (const result of results) expect(result).toEqual(results[0])
})

test('evidence stands in the original text, with its sign', () => {
  const text = 'This bank is awful, I HATE it 😡'
  const result = judge('eng', text)
  if (result.label === 'unscored') throw new Error(result.reason)
  expect(result.label).toBe('negative')
  const shown = result.evidence.map((span) => text.slice(span.start, span.end))
  expect(shown.some((part) => part.includes('HATE'))).toBe(true)
  expect(result.evidence.find((span) => text.slice(span.start, span.end).includes('HATE'))!.weight).toBeLessThan(0)
})

test.each([
  ['eng', 'The app is awful today'],
  ['nld', 'De app is vandaag vreselijk'],
  ['zho', '今天的App太差了'],
  ['fas', 'امروز برنامه افتضاح است'],
])('a target that does not stand in the text is judged as the whole text, and says so (%s)', (language, text) => {
  const whole = judge(language, text)
  const missing = sentiment.score({ text, tokens: tokenize(text), language, target: [], others: [], namesSeen: true })
  expect(missing).toEqual(whole)
  expect(missing).toMatchObject({ label: 'negative', scope: 'text' })
})

test('beside another brand the part about the target is judged, and its evidence never lies on a name', () => {
  const text = 'Quorlin has been down all day, Tesmar works like a charm'
  const results = (['Quorlin', 'Tesmar'] as const).map((name, i, names) =>
    sentiment.score({
      text,
      tokens: tokenize(text),
      language: 'eng',
      target: spansOf(text, name),
      others: spansOf(text, names[1 - i]!),
    }),
  )
  for (const [i, label] of (['negative', 'positive'] as const).entries()) {
    const result = results[i]!
    if (result.label === 'unscored') throw new Error(result.reason)
    expect(result).toMatchObject({ label, scope: 'target' })
    const strongest = result.evidence.reduce((a, b) => (Math.abs(a.weight) > Math.abs(b.weight) ? a : b))
    expect(Math.sign(strongest.weight)).toBe(label === 'positive' ? 1 : -1)
    for (const span of result.evidence) expect(text.slice(span.start, span.end)).not.toMatch(/Quorlin|Tesmar/)
  }
})

test('hostile texts end in a label or a reason', () => {
  for (const text of [
    '不'.repeat(50_000),
    'not '.repeat(90_000),
    `${'a'.repeat(200_000)} bad`,
    '😡'.repeat(5000),
    '\ud800bad',
    'but,'.repeat(60_000),
  ]) {
    for (const language of ['eng', 'zho', 'fas', 'nld']) {
      const tokens = tokenize(text)
      const target = [{ start: 0, end: 3 }]
      Sentiment.parse(sentiment.score({ text, tokens, language, target, others: [{ start: 4, end: 7 }] }))
    }
  }
})

test('the hash names everything that can change a label', () => {
  expect(createSentiment().hash).toBe(sentiment.hash)
  expect(sentiment.hash).toMatch(/^[0-9a-f]{16}$/)
})
