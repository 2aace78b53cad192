import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command, type Ended, end, start } from '../product.ts'
import { HOOK, pause, type Rig, rig, WEBHOOKS } from './rig.ts'

const STACK = /\n\s+at .*(\.ts|node:)/
const line = (id: string, text: string) => `${JSON.stringify({ id, text, createdAt: '2026-11-20T10:00:00Z' })}\n`
const lines = (name: string, n: number) =>
  Array.from({ length: n }, (_, i) => line(`${name}${i}`, `Testbank is great ${i}`)).join('')
/** Numbers as the tables print them. */
const row = (ended: Ended, name: string) =>
  Number(new RegExp(`^${name}\\s+([\\d,]+)$`, 'm').exec(ended.stdout)?.[1]?.replaceAll(',', '') ?? Number.NaN)

/** Every command does the same beside a running program and without one. */
describe.each([['beside a running program'], ['without one']])('commands %s', (how) => {
  let r: Rig
  beforeAll(async () => {
    r = await rig(HOOK, WEBHOOKS)
    if (how === 'beside a running program') await r.up()
  })
  afterAll(() => r.close())

  test('import: drops by reason, dead letters, and the same file again changes nothing', async () => {
    const file = await r.file('posts.jsonl', `${lines('a', 700)}${line('x', 'no name')}${line('y', ' ')}{\n`)
    const first = await r.cli('import', file, '--source', 'forum')
    expect(
      [
        first.code,
        row(first, 'received'),
        row(first, 'accepted'),
        row(first, 'dropped: no-brand'),
        row(first, 'dropped: empty'),
        row(first, 'dead letters'),
      ],
      first.stdout + first.stderr,
    ).toEqual([4, 703, 700, 1, 1, 1])
    const again = await r.cli('import', file, '--source', 'forum')
    expect([again.code, row(again, 'received'), again.stderr]).toEqual([
      0,
      0,
      expect.stringContaining('imported before'),
    ])
    const forced = await r.cli('import', file, '--source', 'forum', '--again')
    expect(row(forced, 'accepted')).toBe(700)
    const ledger = JSON.parse((await r.cli('ledger', '--json')).stdout) as {
      stage: string
      source: string
      outcome: string
      reason: string
      n: number
    }[]
    const sum = (stage: string, outcome: string, reason = '') =>
      ledger
        .filter((l) => l.stage === stage && l.source === 'forum' && l.outcome === outcome && l.reason === reason)
        .reduce((n, l) => n + l.n, 0)
    expect([sum('ingest', 'ok'), sum('enrich', 'ok'), sum('index', 'ok'), sum('index', 'drop', 'duplicate')]).toEqual([
      1400, 1400, 700, 700,
    ])
  })

  test('import: packed, and CSV with a mapping', async () => {
    const packed = await r.file('more.jsonl.gz', gzipSync(lines('b', 50)))
    const csv = await r.file(
      'reviews.csv',
      'Nr;Comment;Day\n1;Testbank is slow;2026-11-20\n2;"Testbank; is ""fast""";2026-11-21\n',
    )
    expect(row(await r.cli('import', packed, '--source', 'packed'), 'accepted')).toBe(50)
    const mapped = await r.cli(
      'import',
      csv,
      '--source',
      'reviews',
      '--kind',
      'review',
      '--map',
      'text=Comment',
      'id=Nr',
      'createdAt=Day',
    )
    expect([mapped.code, row(mapped, 'accepted')]).toEqual([0, 2])
    for (const [wrong, told] of [
      ['text', 'field=column'],
      ['txt=Comment', 'no field of a post'],
      ['__proto__=x', 'no field of a post'],
    ] as const)
      expect(await r.cli('import', csv, '--map', wrong)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(told),
      })
    for (const bad of [
      ['nosuch.jsonl'],
      [r.folder],
      [csv, '--format', 'xml'],
      [csv, '--kind', 'x'],
      [csv, '--source', 'A B'],
      [csv, '--keep', 'some'],
    ]) {
      const refused = await r.cli('import', ...bad)
      expect([refused.code, STACK.test(refused.stderr)], refused.stderr).toEqual([2, false])
    }
  })

  test('export: mentions and posts, read back; a brand; a file', async () => {
    const mentions = (await r.cli('export')).stdout
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l))
    expect(mentions.length).toBe(752)
    expect(new Set(mentions.map((m) => m.id)).size).toBe(752)
    const posts = (await r.cli('export', '--what', 'posts')).stdout
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l))
    expect(posts.length).toBe(752)
    expect((await r.cli('export', '--brand', 'otherbank')).stdout).toBe('')
    const out = join(r.folder, `out-${how.length}.jsonl`)
    expect((await r.cli('export', '--out', out)).code).toBe(0)
    expect(readFileSync(out, 'utf8').trim().split('\n').length).toBe(752)
    const refused = await r.cli('export', '--out', join(r.folder, 'no', 'such', 'folder', 'x'))
    expect([refused.code, STACK.test(refused.stderr)], refused.stderr).toEqual([2, false])
    expect((await r.cli('export', '--what', 'everything')).code).toBe(2)
  })

  test('dead letters: list, show, send again', async () => {
    const list = await r.cli('dead-letters', 'list')
    expect(list.stdout).toContain('ML_EVENT_NOT_JSON')
    const [letter] = (await r.cli('dead-letters', 'list', '--json')).stdout
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l))
    const shown = await r.cli('dead-letters', 'show', letter.id)
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining('"raw": "{"')])
    const none = await r.cli('dead-letters', 'show', 'nosuch')
    expect([none.code, STACK.test(none.stderr)]).toEqual([2, false])
    expect((await r.cli('dead-letters', 'redrive')).code).toBe(2)
    const unknown = await r.cli('dead-letters', 'redrive', 'nosuch')
    expect([unknown.code, STACK.test(unknown.stderr)], unknown.stderr).toEqual([2, false])
    // It is still no JSON: it stays a dead letter, and the command says so.
    const again = await r.cli('dead-letters', 'redrive', letter.id)
    expect([again.code, again.stdout]).toEqual([4, '1 sent again. 1 of them failed again.\n'])
  })

  test('ledger: received = sent + dropped + dead, for each stage, source and lane', async () => {
    const { stdout } = await r.cli('ledger')
    const rows =
      stdout
        .split('\n\n')[0]
        ?.split('\n')
        .slice(1)
        .map((l) => l.trim().split(/\s+/)) ?? []
    expect(rows.length).toBeGreaterThan(5)
    for (const [stage, source, lane, ...numbers] of rows) {
      const [received, sent, dropped, dead] = numbers.map((n) => Number(n.replaceAll(',', '')))
      expect(received, `${stage} ${source} ${lane}`).toBe(Number(sent) + Number(dropped) + Number(dead))
    }
    // The program ticks while it is asked.
    expect(stdout).toMatch(/in flight: \d{1,2} records/)
  })

  test('recount and doctor', async () => {
    for (const args of [['recount'], ['recount', '--reindex']]) {
      const { code, stdout } = await r.cli(...args)
      expect([code, stdout]).toEqual([0, expect.stringMatching(/ 0 wrong; 752 posts in the full text, 0 wrong/)])
    }
    const doctor = await r.cli('doctor')
    // The dead letter is a finding; nothing else is.
    expect([doctor.code, doctor.stdout.match(/^WRONG.*$/gm)], doctor.stdout).toEqual([
      4,
      [expect.stringContaining('dead letters')],
    ])
    expect(doctor.stdout).toContain(
      how === 'without one' ? 'nothing runs on this folder' : `running: process ${r.running().child.pid}`,
    )
  })
})

test('an import that is killed goes on where it was, and what is stored is the same', async () => {
  const r = await rig(HOOK, WEBHOOKS)
  try {
    const n = 30_000
    const file = await r.file('long.jsonl', lines('k', n))
    let killed = 0
    for (const wait of [1500, 1200, 1000]) {
      const child = start(['import', file, '--source', 'forum', '--data', r.data, '--config', r.config], {
        env: { MOODLIGHT_E2E_SECRET: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', MOODLIGHT_LOG: 'warn' },
      })
      await pause(wait)
      if (child.exitCode === null) killed++
      await end(child, 'SIGKILL')
    }
    expect(killed).toBeGreaterThan(0)
    const last = await r.cli('import', file, '--source', 'forum')
    expect(last.code, last.stderr).toBe(0)
    expect((await r.cli('export', '--what', 'posts')).stdout.trim().split('\n').length).toBe(n)
    expect((await r.cli('recount')).code).toBe(0)
  } finally {
    await r.close()
  }
})

test('analyze and check', async () => {
  const r = await rig(HOOK, WEBHOOKS)
  try {
    const read = JSON.parse((await r.cli('analyze', 'Testbank is down again, Otherbank works great', '--json')).stdout)
    expect(read.language.code).toBe('eng')
    expect(read.mentions.map((m: { brand: string }) => m.brand).sort()).toEqual(['otherbank', 'testbank'])
    const told = await r.cli('analyze', '测试银行很差', '--lang', 'zh')
    expect([told.code, told.stdout]).toEqual([0, expect.stringContaining('testbank')])
    expect((await r.cli('analyze', '')).code).toBe(0)
    expect((await r.cli('check')).stdout).toContain('fine. 2 brands, 1 sources.')
    writeFileSync(
      r.config,
      'brandz: []\nbrands:\n  - { id: "A B", names: [x], colr: 1 }\n  - { id: a, names: [] }\nsources:\n  - { id: s, type: feeds, feeds: ["ftp://x"], intervalSecond: 1 }\nserver: { prot: 1 }\n',
    )
    const broken = await r.cli('check')
    expect([broken.code, STACK.test(broken.stderr)]).toEqual([3, false])
    for (const part of ['brandz', 'brands', 'colr', 'intervalSecond', 'intervalSeconds', 'prot', 'port', 'feeds'])
      expect(broken.stderr, broken.stderr).toContain(part)
    writeFileSync(r.config, 'brands: [\n  {')
    expect(await r.cli('check')).toMatchObject({ code: 3, stderr: expect.not.stringMatching(STACK) })
    expect(await r.cli('check', '--config', join(r.folder, 'nosuch.yaml'))).toMatchObject({ code: 3 })
  } finally {
    await r.close()
  }
})

test('help texts have examples, and what is not understood is refused with the nearest command', async () => {
  for (const name of [
    'up',
    'import',
    'analyze',
    'check',
    'export',
    'ledger',
    'erase',
    'recount',
    'doctor',
    'dead-letters',
  ]) {
    const { code, stdout } = await command(['help', name])
    expect([code, stdout], name).toEqual([0, expect.stringContaining(`moodlight ${name}`)])
    if (!['recount', 'doctor', 'dead-letters'].includes(name)) expect(stdout, name).toMatch(/Examples?:/)
  }
  const whole = await command(['--help'])
  expect([whole.code, whole.stdout]).toEqual([0, expect.stringContaining('Exit codes: 0')])
  expect(await command(['imprt'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean import?') })
  expect(await command(['export', '--brnd', 'x'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--brand'),
  })
  expect((await command([])).code).toBe(2)
})
