import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOOK, type Rig, rig, WEBHOOKS } from './rig.ts'

const TEXTS = ['is wonderful', 'is terrible, never again', 'opens at nine', '=is down again', 'werkt geweldig vandaag']
const posts = Array.from({ length: 600 }, (_, i) =>
  JSON.stringify({
    id: `p${i}`,
    text: `Testbank ${TEXTS[i % TEXTS.length]}, "case" ${i}`,
    createdAt: '2026-11-20T10:00:00Z',
  }),
)

/** Fills a sheet as a person would: by what the text says. */
function fill(path: string, slip: (i: number) => boolean): number {
  const [head, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\r\n')
  const filled = lines.map((line, i) => {
    const label = slip(i)
      ? 'neutral'
      : /wonderful|geweldig/.test(line)
        ? 'positive'
        : /nine/.test(line)
          ? 'o'
          : 'Negatief'
    return line.replace(/,"",""$/, `,"${label}",""`)
  })
  writeFileSync(path, [head, ...filled].join('\r\n'))
  return lines.length
}

describe.each([['beside a running program'], ['without one']])('sample %s', (how) => {
  let r: Rig
  beforeAll(async () => {
    r = await rig(HOOK, WEBHOOKS)
    if (how === 'beside a running program') await r.up()
    const file = await r.file('posts.jsonl', `${posts.join('\n')}\n`)
    expect((await r.cli('import', file, '--source', 'forum')).code).toBe(0)
  })
  afterAll(() => r.close())

  test('a blind sheet for two people, read back with agreement, figures and corrected shares', async () => {
    const out = join(r.folder, 'sheet.csv')
    const drawn = await r.cli('sample', '--brand', 'testbank', '--n', '60', '--people', '2', '--out', out)
    expect(drawn.code, drawn.stderr).toBe(0)
    const sheets = ['sheet-1.csv', 'sheet-2.csv'].map((name) => join(r.folder, name))
    for (const sheet of sheets) {
      const text = readFileSync(sheet, 'utf8')
      expect(text.startsWith('\ufeffrow,brand,text,label,remark\r\n')).toBe(true)
      expect(text).not.toMatch(/negative|neutral|positive|eng|nld|forum|p\d+"/)
      expect(text).not.toMatch(/(^|,)"=/m)
    }
    expect(fill(sheets[0] as string, () => false)).toBe(60)
    expect(fill(sheets[1] as string, (i) => i % 10 === 0)).toBe(60)
    const back = await r.cli('evaluate', 'sample', ...sheets, '--json')
    const report = JSON.parse(back.stdout)
    expect(report).toMatchObject({ brand: 'testbank', rows: 60, labelled: 60, unusable: 0, covered: 1 })
    expect(report.agreement).toMatchObject({ people: 2, n: 60 })
    expect(report.agreement.same).toBeGreaterThan(0.8)
    expect(report.agreement.alpha).toBeGreaterThan(0.7)
    expect(Object.keys(report.sources)).toEqual(['forum'])
    expect(Object.keys(report.languages)).toContain('eng')
    // Two of five texts are positive, two negative; the second person slipped in a tenth.
    expect(Math.abs(report.shares.positive.corrected - 0.4)).toBeLessThan(0.15)
    expect(report.shares.positive.interval[0]).toBeLessThan(report.shares.positive.corrected)
    const told = await r.cli('evaluate', 'sample', ...sheets)
    expect(told.stdout).toContain("Cohen's kappa")
  })

  test('the same seed draws the same rows; a sheet is never written over', async () => {
    const path = join(r.folder, 'again.csv')
    const draw = () => r.cli('sample', '--brand', 'Testbank', '--n', '30', '--seed', '5', '--out', path)
    expect((await draw()).code).toBe(0)
    const second = await draw()
    expect([second.code, second.stderr]).toEqual([2, expect.stringContaining('there already')])
    const other = join(r.folder, 'other.csv')
    await r.cli('sample', '--brand', 'testbank', '--n', '30', '--seed', '5', '--out', other)
    expect(readFileSync(other, 'utf8')).toBe(readFileSync(path, 'utf8'))
  })

  test('what is not there is told', async () => {
    const sample = (...args: string[]) => r.cli('sample', '--out', join(r.folder, 'x.csv'), ...args)
    expect(await sample('--brand', 'nosuch')).toMatchObject({ code: 2, stderr: expect.stringContaining('testbank') })
    expect(await sample('--brand', 'otherbank')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no labelled'),
    })
    expect(await sample('--brand', 'testbank', '--n', '0')).toMatchObject({ code: 2 })
    const lost = await r.file('lost.csv', 'row,label\nm1,p\n')
    expect(await r.cli('evaluate', 'sample', lost)).toMatchObject({ code: 2, stderr: expect.stringContaining('--key') })
  })
})
