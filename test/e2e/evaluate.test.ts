import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { command, type Ended } from '../product.ts'

const folder = mkdtempSync(join(tmpdir(), 'moodlight-evaluate-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const json = (ended: Ended) => {
  expect(ended.code, ended.stderr).toBe(0)
  return JSON.parse(ended.stdout)
}

const GOOD = 'The staff were wonderful, thank you!'
const BAD = 'Terrible service, never again.'
const FACT = 'The branch opens at nine on Monday.'

describe('evaluate sentiment', () => {
  test('sets, figures with intervals, and the broken lines by name', async () => {
    const path = file(
      'three.tsv',
      [
        ...Array(20).fill(`positive\tshop\t${GOOD}`),
        ...Array(10).fill(`negative\tshop\t${BAD}`),
        `neutral\tbank\t${FACT}`,
        `negative\tbank\t${GOOD}`,
        'grumpy\tbank\ttext',
        'negative\tbank',
        'negative\tbank\t ',
        '',
      ].join('\n'),
    )
    const report = json(await command(['evaluate', 'sentiment', path, '--lang', 'en', '--json']))
    expect(report.broken).toEqual({
      n: 3,
      lines: [
        { file: path, line: 33, why: expect.stringContaining('grumpy') },
        { file: path, line: 34, why: '2 columns where 3 are needed' },
        { file: path, line: 35, why: 'no text' },
      ],
    })
    expect(Object.keys(report.sets)).toEqual(['shop', 'bank'])
    expect(report.sets.shop).toMatchObject({ n: 30, accuracy: 1, macroF1: 1, bias: 0, unscored: 0 })
    // No neutral row in it: both results are there.
    expect(report.sets.shop.neutralMasked).toMatchObject({ n: 30, accuracy: 1 })
    expect(report.sets.bank.neutralMasked).toBeNull()
    expect(report.all.n).toBe(32)
    expect(report.all.intervals.accuracy[0]).toBeLessThan(report.all.accuracy)
    expect(report.all.confusion.negative).toEqual({ negative: 10, neutral: 0, positive: 1, unscored: 0 })
    const told = await command(['evaluate', 'sentiment', path, '--lang', 'eng'])
    expect(told.stdout).toContain('neutral masked')
    expect(told.stderr).toContain(`${path}:33: "grumpy"`)
    expect(told.stderr).toContain('3 broken lines')
  })

  test('two columns, packed, without a language, a tab inside a text; the set is the file', async () => {
    const path = file(
      'two.tsv.gz',
      gzipSync(`positive\t${GOOD}\nnegative\tTerrible\tservice, never again\nnegative\t!!!\n`),
    )
    const report = json(await command(['evaluate', 'sentiment', path, '--json']))
    expect(Object.keys(report.sets)).toEqual(['two'])
    // The row without words is unscored, and counts as wrong.
    expect(report.all).toMatchObject({ n: 3, accuracyWhenScored: 1 })
    expect([report.all.accuracy, report.all.unscored]).toEqual([expect.closeTo(2 / 3), expect.closeTo(1 / 3)])
  })

  test('standard input; nothing to score is told by the exit code', async () => {
    const piped = await command(['evaluate', 'sentiment', '-', '--json'], { stdin: `positive\t${GOOD}\n` })
    expect(json(piped).all.n).toBe(1)
    const empty = await command(['evaluate', 'sentiment', '-', '--json'], { stdin: 'x\n' })
    expect([empty.code, JSON.parse(empty.stdout).all]).toEqual([4, null])
  })

  test('a cut file is refused rather than half scored', async () => {
    const whole = gzipSync(Array.from({ length: 5000 }, (_, i) => `positive\t${GOOD} ${Math.sin(i)}`).join('\n'))
    const ended = await command(['evaluate', 'sentiment', file('cut.tsv.gz', whole.subarray(0, 20_000))])
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining('cut off')])
  })

  test.each([
    [['evaluate', 'mood', '-'], 'one of sentiment'],
    [['evaluate', 'sentiment', 'nowhere.tsv'], 'not a file'],
    [['evaluate', 'sentiment', '-', '--seed', 'x'], '--seed'],
  ])('%j is refused', async (args, why) => {
    const ended = await command(args, { stdin: '' })
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(why)])
  })
})

test('evaluate targeted: towards each target against the whole text', async () => {
  const text = 'Velora is terrible. Maravel is wonderful.'
  const path = file(
    'targeted.tsv',
    [
      `negative\tVelora\t${text}`,
      `positive\tMaravel\t${text}`,
      `positive\tNobody\t${GOOD}`,
      `positive\t \t${GOOD}`,
    ].join('\n'),
  )
  const report = json(await command(['evaluate', 'targeted', path, '--lang', 'en', '--json']))
  expect(report.all).toMatchObject({ n: 3, accuracy: 1 })
  expect(report.labelsDiffer).toMatchObject({ n: 2, accuracy: 1, wholeTextAccuracy: 0.5, difference: 0.5 })
  expect(report.labelsAgree).toMatchObject({ n: 1, difference: 0 })
  expect(report.found).toBeCloseTo(2 / 3)
  expect(report.broken).toMatchObject({ n: 1, lines: [{ line: 4, why: 'no target' }] })
  const sets = file('targeted4.tsv', `negative\tnews\tVelora\t${text}\npositive\tposts\tMaravel\t${text}\n`)
  const four = json(await command(['evaluate', 'targeted', sets, '--json']))
  expect(Object.keys(four.sets)).toEqual(['news', 'posts'])
})

test('evaluate language: per file and language, with what it is mistaken for', async () => {
  const path = file(
    'language.tsv',
    [
      'nld\tde trein naar Utrecht heeft weer vertraging vandaag',
      'eng\tthe train to Leeds is late again today',
      'fas\tقطار امروز دوباره تأخیر دارد',
      'zho\t今天的火车又晚点了',
      'nld\tthe train to Leeds is late again today',
      'klingon\ttext',
      'nld',
    ].join('\n'),
  )
  const report = json(await command(['evaluate', 'language', path, '--json']))
  expect(report.all).toMatchObject({ n: 5, accuracy: 0.8 })
  expect(report.all.languages[0]).toMatchObject({
    language: 'nld',
    n: 2,
    accuracy: 0.5,
    mistakenFor: [{ language: 'eng', n: 1 }],
  })
  expect(report.broken.lines.map((line: { line: number }) => line.line)).toEqual([6, 7])
  const only = json(await command(['evaluate', 'language', path, '--lang', 'nl', '--json']))
  expect(only.all).toMatchObject({ n: 2, accuracy: 0.5 })
})
