import { createDetector } from '@moodlight/language'
import { createSentiment } from '@moodlight/sentiment'
import { describe, expect, test } from 'vitest'
import { type LabelledLine, labelLine } from './label-line.ts'

const analysers = { detector: createDetector(), sentiment: createSentiment() }
const label = (line: unknown, id: string | number = 7, defaults = {}) =>
  labelLine(analysers, typeof line === 'string' ? line : JSON.stringify(line), id, {
    lang: null,
    targets: [],
    ...defaults,
  })
const labelled = (line: LabelledLine) => {
  if ('error' in line) throw new Error(line.error)
  return line
}

describe('a line is labelled', () => {
  test('with language, probabilities that sum to one and evidence in its text', () => {
    const text = 'The staff were wonderful and helped me at once, thank you!'
    const got = labelled(label({ id: 'a', text }))
    expect([got.id, got.lang, got.label]).toEqual(['a', 'eng', 'positive'])
    const { negative, neutral, positive } = got.probabilities!
    expect(negative + neutral + positive).toBeCloseTo(1, 3)
    expect(got.evidence.length).toBeGreaterThan(0)
    for (const { start, end, text: part } of got.evidence) expect(text.slice(start, end)).toBe(part)
  })

  test('a language as people write it is taken as it is', () => {
    for (const lang of ['nl', 'nld', 'nl-NL', 'dut', 'NL'])
      expect(labelled(label({ text: 'ok', lang })).lang).toBe('nld')
    expect(labelled(label({ text: 'the app is down again today' }, 1, { lang: 'fas' })).lang).toBe('fas')
    expect(labelled(label({ text: 'the app is down again today', lang: 'und' })).lang).toBe('eng')
  })

  test('towards each target; one that is not there is judged as the whole text and says so', () => {
    const { targets } = labelled(
      label({ text: 'Velora is terrible. Maravel is wonderful.', targets: ['Velora', 'Maravel', 'Nobody'] }),
    )
    expect(targets.map(({ target, label, scope, found }) => [target, label, scope, found])).toEqual([
      ['Velora', 'negative', 'target', true],
      ['Maravel', 'positive', 'target', true],
      ['Nobody', expect.any(String), 'text', false],
    ])
  })

  test('what cannot be judged is unscored with its reason, targets too', () => {
    const got = labelled(label({ text: '!!! 12', lang: 'en', targets: ['x'] }))
    expect([got.label, got.unscored, got.probabilities, got.evidence]).toEqual(['unscored', 'no-words', null, []])
    expect(got.targets[0]).toMatchObject({ label: 'unscored', probabilities: null, found: false, scope: 'text' })
    expect(labelled(label({ text: 'ሰላም ለዓለም', lang: 'am' })).unscored).toBe('uncovered-language')
  })

  test.each([
    ['{', 'not JSON'],
    ['', 'not JSON'],
    ['null', 'not an object'],
    ['[]', 'not an object'],
    ['"text"', 'not an object'],
    ['{}', 'text: a text is needed'],
    ['{"text":5}', 'text: a text is needed'],
    ['{"text":"x","lang":"klingon"}', 'lang: "klingon"'],
    ['{"text":"x","targets":"ING"}', 'targets: a list'],
    ['{"text":"x","id":{}}', 'id: '],
    [`{"text":"x","targets":${JSON.stringify(Array(65).fill('a'))}}`, 'targets: '],
  ])('%s gives an error in its place', (line, why) => {
    expect(label(line)).toEqual({ id: 7, error: expect.stringContaining(why) })
  })

  test('an error keeps the id of the line', () => {
    expect(label({ id: 'mine' })).toMatchObject({ id: 'mine', error: expect.any(String) })
  })
})
