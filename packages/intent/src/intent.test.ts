import { readdirSync, readFileSync } from 'node:fs'
import { IntentKind } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LANGUAGES, precision, readSentences, spansOf } from '../test/measure.ts'
import { page, total, unseenFigures } from '../test/page.ts'
import { ofTwoBrands } from '../test/two-brands.ts'
import { createIntent } from './intent.ts'

const model = createIntent()
const find = (language: string, text: string) =>
  model.find({ text, tokens: tokenize(text), language, target: spansOf(text), others: [] })
const kinds = (language: string, text: string) => find(language, text).map((intent) => intent.kind)

describe('sentences that the writer of the rules has not opened', () => {
  const figures = unseenFigures()

  test.each(IntentKind.options)('%s is right in at least 85 of 100, over all languages', (kind) => {
    const scores = figures.byKind.get(kind)!
    expect(scores.n).toBeGreaterThanOrEqual(4 * 30)
    expect(scores.right).toBeGreaterThan(30)
    expect(precision(scores)).toBeGreaterThanOrEqual(0.85)
  })

  test.each(LANGUAGES)('%s: at least 85 of 100 are right, over all intents', (language) => {
    const scores = total(figures.byLanguage.get(language)!)
    expect(scores.right).toBeGreaterThan(130)
    expect(precision(scores)).toBeGreaterThanOrEqual(0.85)
  })

  test('of sentences without an intent at most one in ten gets one', () => {
    expect(figures.alarms.n).toBeGreaterThanOrEqual(4 * 60)
    expect(figures.alarms.wrong / figures.alarms.n).toBeLessThanOrEqual(0.1)
  })

  test('docs/intents.md says what is so', () => {
    expect(readFileSync(new URL('../../../docs/intents.md', import.meta.url), 'utf8')).toBe(page())
  })
})

test('of two brands each gets its own', () => {
  const all = ofTwoBrands(model)
  expect(all.length).toBeGreaterThanOrEqual(80)
  const said = all.flatMap((one) => one.said.map((kind) => one.expected.includes(kind)))
  const wanted = all.flatMap((one) => one.expected.map((kind) => one.said.includes(kind)))
  expect(said.filter(Boolean).length / said.length).toBeGreaterThanOrEqual(0.9)
  expect(wanted.filter(Boolean).length / wanted.length).toBeGreaterThanOrEqual(0.85)
})

test('leaving one for another is leaving for the one and considering for the other', () => {
  const text = "I'm leaving Meridian for Harbour"
  const of = (name: RegExp, other: RegExp) =>
    model
      .find({
        text,
        tokens: tokenize(text),
        language: 'eng',
        target: spansOf(text, name),
        others: spansOf(text, other),
      })
      .map((intent) => intent.kind)
  expect(of(/Meridian/g, /Harbour/g)).toEqual(['leaves'])
  expect(of(/Harbour/g, /Meridian/g)).toEqual(['considers'])
})

test.each([
  ['eng', "I'm not leaving Meridian"],
  ['eng', 'Meridian: we never ask for your PIN by phone. Hang up and call us.'],
  ['eng', 'Met him in front of the Meridian branch'],
  ['nld', 'Ik ga niet weg bij Meridiaan'],
  ['nld', 'Meridiaan waarschuwt: klik niet op links in sms-berichten'],
  ['zho', '我不会离开子午银行的'],
  ['zho', '子午银行提醒您：不要向任何人透露验证码'],
  ['fas', 'من از نصف‌النهار نمی‌رم'],
  ['fas', 'هشدار بانک نصف‌النهار: رمز خود را به کسی ندهید'],
])('%s: nothing is read into %s', (language, text) => {
  expect(kinds(language, text)).toEqual([])
})

test('several intents in one post, each with the words that showed it', () => {
  const text = 'Terrible service, I am leaving Meridian after 20 years'
  const found = find('eng', text)
  expect(found.map((intent) => intent.kind)).toEqual(['complains', 'leaves'])
  const words = found.map(({ evidence }) => evidence.map(({ start, end }) => text.slice(start, end)).join(' '))
  expect(words[0]).toContain('Terrible service')
  expect(words[1]).toContain('leaving Meridian')
})

test('the half-space, Arabic letters and full-width signs change nothing', () => {
  expect(kinds('fas', 'می‌خواهم حساب نصف‌النهارم را ببندم')).toEqual(kinds('fas', 'مي خواهم حساب نصف النهارم را ببندم'))
  expect(kinds('zho', '子午银行ａｐｐ打不开了！')).toEqual(['fault'])
  expect(kinds('nld', 'MERIDIAAN LIGT ERUIT!!!')).toEqual(['fault'])
})

test('a language without rules has no intents', () => {
  expect(model.covers('deu')).toBe(false)
  expect(find('deu', 'Ich kündige mein Konto bei Meridian')).toEqual([])
  expect(find('und', 'Meridian?')).toEqual([])
})

test('whatever the text, the answer is well formed and the same again', { timeout: 120_000 }, () => {
  const pieces = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...LANGUAGES.flatMap((l) => readSentences('dev', l).map((s) => s.text))),
    fc.constantFrom('?', '\n', 'Meridian', '…', '!?', '👉', 'https://x.example', '\u200c', '%'),
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), fc.constantFrom(...LANGUAGES), (parts, language) => {
      const text = parts.join(' ')
      const found = find(language, text)
      expect(find(language, text)).toEqual(found)
      expect(new Set(found.map((intent) => intent.kind)).size).toBe(found.length)
      for (const { confidence, evidence } of found) {
        expect(confidence).toBeGreaterThan(0.5)
        expect(confidence).toBeLessThan(1)
        expect(evidence.length).toBeGreaterThan(0)
        for (const { start, end } of evidence) expect(0 <= start && start < end && end <= text.length).toBe(true)
      }
    }),
    { numRuns: 40 },
  )
})

test('a very long text is searched at its head only', () => {
  expect(kinds('eng', `Meridian is down. ${'and so on '.repeat(30_000)}`)).toEqual(['fault'])
})

test('every language with rules has a model, and the hash is over both', () => {
  const names = (folder: string) => readdirSync(new URL(folder, import.meta.url)).map((name) => name.slice(0, 3))
  expect(names('../models/').sort()).toEqual(names('../rules/').sort())
  expect(model.hash).toMatch(/^[0-9a-f]{16}$/)
  expect(createIntent().hash).toBe(model.hash)
})
