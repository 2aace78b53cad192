import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { random } from '../evaluate/random.ts'
import { allocate, type Candidate, Draw } from './draw.ts'
import { evaluateSample } from './evaluate-sample.ts'
import type { SampleKey } from './key.ts'
import { labelSaid } from './said.ts'
import { readSheet, sheetText } from './sheet.ts'

const folder = mkdtempSync(join(tmpdir(), 'moodlight-sample-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

describe('the draw', () => {
  const sizes = fc
    .array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 60 })
    .map((list) => list.sort((a, b) => b - a))

  test('sums to n or to all there is, never takes more than there is, and larger strata give no less', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 600 }), (list, n) => {
        const given = allocate(list, n)
        const total = list.reduce((a, b) => a + b, 0)
        expect(given.reduce((a, b) => a + b, 0)).toBe(Math.min(n, total))
        for (const [i, g] of given.entries()) {
          expect(g).toBeLessThanOrEqual(list[i]!)
          if (i > 0) expect(g).toBeLessThanOrEqual(given[i - 1]!)
        }
      }),
    )
  })

  test('the same seed draws the same rows in any order of the store, another seed others', () => {
    const all = Array.from({ length: 3000 }, (_, i) => candidate(i))
    const drawn = (list: readonly Candidate[], seed: number) => {
      const draw = new Draw(60, seed)
      for (const one of list) draw.add(one)
      return draw.strata().flatMap((stratum) => stratum.drawn.map((one) => one.id))
    }
    expect(drawn(all, 1)).toHaveLength(60)
    expect(new Set(drawn(all, 1)).size).toBe(60)
    expect(drawn(all.toReversed(), 1)).toEqual(drawn(all, 1))
    expect(drawn(all, 2)).not.toEqual(drawn(all, 1))
  })
})

const LABELS = ['negative', 'neutral', 'positive'] as const
const candidate = (i: number): Candidate => ({
  id: `m${i}`,
  text: 't',
  label: LABELS[i % 3]!,
  language: i % 4 === 0 ? 'nld' : 'eng',
  source: i % 7 === 0 ? 'forum' : 'feed',
  probability: 0.7,
})

describe('the sheet', () => {
  test('holds no formula, survives quotes, line ends and separators, and shows no prediction', () => {
    const nasty = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '  =cmd|x', '＝1', 'a "quoted", text;\nnext line\u0000']
    const text = sheetText(
      nasty.map((one, i) => ({ row: `m${i}`, text: one })),
      'Bank, "The"',
    )
    expect(text.startsWith('\ufeffrow,brand,text,label,remark\r\n')).toBe(true)
    for (const cell of text.matchAll(/(?:^|,)"((?:[^"]|"")*)"/gm)) expect(cell[1]).not.toMatch(/^\s*[=+\-@\t＝]/)
    expect(text).not.toMatch(/negative|neutral|positive/)
  })

  test.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
  ])('is read back as a spreadsheet saves it: %s', async (name, d) => {
    const lines = [
      ['remark', 'row', 'label', 'text'],
      ['', 'm2', ' Positive ', '"two\nlines ""x"""'],
      ['?', 'm1', 'n', 'one'],
      ['', 'm3', '', 'empty'],
    ]
    const csv = `\ufeff${lines.map((cells) => cells.join(d)).join('\r\n')}\r\n`
    for (const path of [file(`${name}.csv`, csv), file(`${name}-16.csv`, Buffer.from(csv, 'utf16le'))]) {
      const { people } = await readSheet(path)
      expect([...people[0]!]).toEqual([
        ['m2', 'Positive'],
        ['m1', 'n'],
      ])
    }
  })

  test('what is no sheet is refused', async () => {
    await expect(readSheet(file('no.csv', 'a,b\n1,2\n'))).rejects.toThrow('no sheet of ours')
    await expect(readSheet(file('empty.csv', ''))).rejects.toThrow('empty')
  })

  test('labels as people write them', () => {
    expect(['Negative', 'neg', 'n', '-1', 'negatief', '负面', 'منفی'].map(labelSaid)).toEqual(Array(7).fill(0))
    expect(['neutral', 'o', '0', '中性', 'خنثی'].map(labelSaid)).toEqual(Array(5).fill(1))
    expect(['POSITIVE', 'p', '+', 'positief', '正面', 'مثبت'].map(labelSaid)).toEqual(Array(6).fill(2))
    expect(['?', 'not about it', 'x'].map(labelSaid)).toEqual([null, null, null])
  })
})

describe('the sheet against people', () => {
  const key: SampleKey = {
    v: 1,
    brand: 'b',
    seed: 1,
    models: ['h'],
    strata: [
      { label: 'negative', language: 'eng', source: 's', size: 900, drawn: 2 },
      { label: 'positive', language: 'eng', source: 's', size: 100, drawn: 2 },
    ],
    rows: [0, 0, 1, 1].map((stratum, i) => ({ row: `m${i}`, mention: `x:${i}`, stratum, probability: 0.8 })),
  }
  const person = (...labels: (string | null)[]) =>
    new Map(labels.flatMap((label, i) => (label === null ? [] : [[`m${i}`, label] as const])))
  const sheet = (...people: Map<string, string>[]) => ({ file: 'f', people })

  test('each row stands for its part of its stratum', () => {
    const report = evaluateSample(key, [sheet(person('n', 'o', 'p', 'p'))])
    // Half of the 900 are negative as said, half neutral; all of the 100 are positive.
    expect(report.all?.accuracy).toBeCloseTo((450 + 100) / 1000)
    expect(report.shares['negative']).toMatchObject({ asLabelled: 0.9, corrected: 0.45 })
    expect(report.shares['neutral']?.corrected).toBeCloseTo(0.45)
    expect(report.shares['net']?.corrected).toBeCloseTo(0.1 - 0.45)
    expect([report.covered, report.labelled, report.agreement]).toEqual([1, 4, null])
  })

  test('two people, rows left out, cells that are no label, rows of another sheet', () => {
    const second = person('n', '?', null, 'n')
    second.set('m99', 'p')
    const report = evaluateSample(key, [sheet(person('n', 'o', null, 'p')), sheet(second)])
    expect(report).toMatchObject({ rows: 4, labelled: 3, unusable: 1, unknownRows: 1, covered: 1 })
    expect(report.agreement).toMatchObject({ people: 2, n: 2, same: 0.5 })
    // The last row counts half as positive, half as negative.
    expect(report.shares['positive']?.corrected).toBeCloseTo(0.05)
  })

  test('a stratum without a label is not spoken for', () => {
    const report = evaluateSample(key, [sheet(person('n', 'n', null, null))])
    expect(report.covered).toBe(0.9)
    expect(evaluateSample(key, [sheet(person())]).all).toBeNull()
  })

  test('the corrected share comes near the truth of a store that our labels misjudge', () => {
    const next = random(5)
    const truth = Array.from({ length: 4000 }, (_, i) => (i % 10 < 3 ? 0 : i % 10 < 5 ? 1 : 2))
    const draw = new Draw(600, 1)
    for (const [i, y] of truth.entries()) {
      const label = next() < 0.7 ? LABELS[y]! : LABELS[Math.floor(next() * 3)]!
      draw.add({ ...candidate(i), id: String(i), label, probability: 0.8 })
    }
    const strata = draw.strata()
    const rows = strata.flatMap((stratum, s) => stratum.drawn.map((one) => ({ s, one })))
    const drawnKey: SampleKey = {
      ...key,
      strata: strata.map(({ drawn, ...rest }) => ({ ...rest, drawn: drawn.length })),
      rows: rows.map(({ s, one }) => ({ row: `m${one.id}`, mention: one.id, stratum: s, probability: 0.8 })),
    }
    const said = new Map(rows.map(({ one }) => [`m${one.id}`, LABELS[truth[Number(one.id)]!]!]))
    const { shares } = evaluateSample(drawnKey, [sheet(said)])
    const { corrected, interval } = shares['negative']!
    expect(Math.abs(corrected - 0.3)).toBeLessThan(0.06)
    expect(interval[0]).toBeLessThan(0.3)
    expect(interval[1]).toBeGreaterThan(0.3)
  })
})
