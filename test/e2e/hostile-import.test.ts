import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HOSTILE_TEXTS } from './cases/texts.ts'
import { HOOK, type Rig, rig, WEBHOOKS } from './rig.ts'

let r: Rig
beforeAll(async () => {
  r = await rig(HOOK, WEBHOOKS)
  await r.up()
})
afterAll(() => r.close())

const good = (id: string) => JSON.stringify({ id, text: `Testbank good ${id}` })
const between = (...lines: (string | Buffer)[]) =>
  Buffer.concat([good('first'), ...lines, good('last')].flatMap((l) => [Buffer.from(l), Buffer.from('\n')]))
const sentence = Buffer.from('{"id":"half","text":"Testbank é"}')
const zeros = (mib: number) => gzipSync(Buffer.alloc(mib * 1024 * 1024, 'x'))

interface Case {
  readonly name: string
  readonly bytes: Uint8Array | string
  readonly args?: readonly string[]
  readonly code: number
  readonly ledger: Record<string, number>
}

const jsonl = (name: string, bytes: Uint8Array | string, ledger: Case['ledger'], code = 0): Case => ({
  name: `${name}.jsonl`,
  bytes,
  ledger,
  code,
})
const csv = (
  name: string,
  bytes: Uint8Array | string,
  ledger: Case['ledger'],
  code = 0,
  args: readonly string[] = [],
): Case => ({ name: `${name}.csv`, bytes, ledger, code, args })
const NOT_JSON = 'dead ML_EVENT_NOT_JSON'
const INVALID = 'dead ML_EVENT_INVALID'
const LARGE = 'dead ML_EVENT_TOO_LARGE'

const CASES: readonly Case[] = [
  jsonl(
    'broken-lines',
    between('{', '{"text":', 'null', '[]', '""', '{}', '}{', '\u0000'),
    { ok: 2, [NOT_JSON]: 4, [INVALID]: 4 },
    4,
  ),
  jsonl('half-a-character', between(Buffer.concat([sentence.subarray(0, -3), Buffer.from('"}')])), { ok: 3 }),
  jsonl('utf16', Buffer.from(`\ufeff${good('u16')}\n`, 'utf16le'), { ok: 1 }),
  jsonl(
    'utf16-odd',
    Buffer.concat([Buffer.from(`\ufeff${good('odd')}\n`, 'utf16le'), Buffer.from([0x7b])]),
    { ok: 1, [NOT_JSON]: 1 },
    4,
  ),
  jsonl('no-line-end', good('only'), { ok: 1 }),
  jsonl('windows-ends', `${good('w1')}\r\n\r\n${good('w2')}\r\n`, { ok: 2 }),
  jsonl('empty', '', {}),
  jsonl('blank', '\n\n \n\t\n', {}),
  jsonl(
    'noise',
    Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251 || 1).map((b) => (b === 10 ? 11 : b))),
    { [NOT_JSON]: 1 },
    4,
  ),
  jsonl('zeros', Buffer.alloc(100_000), { [NOT_JSON]: 1 }, 4),
  jsonl(
    'record-of-5-mb',
    between(JSON.stringify({ id: 'big', text: `Testbank ${'x'.repeat(5_000_000)}` })),
    { ok: 2, [LARGE]: 1 },
    4,
  ),
  jsonl(
    'deep',
    between(`${'['.repeat(100_000)}`, `{"text":"Testbank","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    { ok: 3, [NOT_JSON]: 1 },
    4,
  ),
  jsonl(
    'proto',
    between('{"__proto__":{"text":"Testbank"}}', '{"constructor":{"text":"x"},"toString":1,"text":"Testbank own"}'),
    { ok: 3, [INVALID]: 1 },
    4,
  ),
  jsonl('texts', between(...HOSTILE_TEXTS.map(([id, text]) => JSON.stringify({ id, text }))), {
    ok: 2 + HOSTILE_TEXTS.length,
  }),
  jsonl(
    'drops',
    between(
      '{"text":"no name here"}',
      '{"text":"  "}',
      '{"text":"Testbank","createdAt":"1999-12-31"}',
      '{"text":"Testbank","createdAt":1}',
    ),
    { ok: 4, 'drop no-brand': 1, 'drop empty': 1 },
  ),
  jsonl('same-line-often', `${`${good('same')}\n`.repeat(1000)}`, { ok: 1000 }),
  { name: 'bomb.jsonl.gz', bytes: zeros(300), code: 4, ledger: { [LARGE]: 1 } },
  {
    name: 'bomb-with-lines.jsonl.gz',
    bytes: Buffer.concat([gzipSync(`${good('b1')}\n`), zeros(60), gzipSync(`\n${good('b2')}\n`)]),
    code: 4,
    ledger: { ok: 2, [LARGE]: 1 },
  },
  {
    name: 'cut.jsonl.gz',
    bytes: gzipSync(Array.from({ length: 5000 }, (_, i) => good(`c${i}-${Math.sin(i)}`)).join('\n')).subarray(
      0,
      20_000,
    ),
    code: 4,
    ledger: {},
  },
  { name: 'not-gzip.jsonl.gz', bytes: `${good('plain')}\n`, code: 0, ledger: { ok: 1 } },
  { name: 'only-magic.jsonl.gz', bytes: Buffer.from([0x1f, 0x8b]), code: 4, ledger: {} },
  csv(
    'formulas',
    'id,text\n1,"=HYPERLINK(""http://evil"",""Testbank"")"\n2,"@SUM(1+9)*cmd|\' /C calc\'!A0 Testbank"\n3,+Testbank\n',
    { ok: 3 },
  ),
  csv('broken-quotes', 'id,text\n1,"Testbank never closed\n2,Testbank fine\n3,"Testbank ""quoted"" ok"\n', { ok: 1 }),
  csv('a-quote-never-closed', 'id,text\n1,"Testbank never closed\n2,Testbank fine\n', { ok: 1, [INVALID]: 1 }, 4),
  csv('too-few-and-many', 'id,text\n1\n2,Testbank,three,four\n,Testbank without id\n', { ok: 2, [INVALID]: 1 }, 4),
  csv('header-only', 'id,text\n', {}),
  csv('wide-header', `${Array.from({ length: 5000 }, (_, i) => `c${i}`).join(',')},text\n`, {}),
  csv('semicolons', 'Nummer;Bericht\n1;Testbank is goed\n', { ok: 1 }, 0, ['--map', 'id=Nummer', 'text=Bericht']),
  csv('column-of-no-name', 'a,b\n1,Testbank\n', { [INVALID]: 1 }, 4, ['--map', 'text=nosuch']),
  csv('proto-header', '__proto__,constructor,text\nx,y,Testbank proto\n', { ok: 1 }),
]

test.each(CASES)('$name', async ({ name, bytes, args = [], code, ledger }) => {
  const source = name.replace(/\W+/g, '-')
  const path = await r.file(name, bytes)
  const { stderr, stdout, ...ended } = await r.cli('import', path, '--source', source, ...args)
  const told = `${stdout}\n${stderr}`
  expect(ended.code, told).toBe(code)
  expect(told).not.toMatch(/\n\s+at .*\.ts:/)
  const found = await r.ledger(source)
  if (name.startsWith('cut')) expect(found['ok']).toBeGreaterThan(50)
  else expect(found).toEqual(ledger)
  await r.marker()
})

test('the whole is accounted for', async () => {
  await r.settled()
  const ledger = JSON.parse((await r.cli('ledger', '--json')).stdout) as {
    stage: string
    outcome: string
    n: number
    source: string
  }[]
  const sum = (stage: string, outcome?: string) =>
    ledger
      .filter((row) => row.stage === stage && row.source !== '-' && (outcome === undefined || row.outcome === outcome))
      .reduce((n, row) => n + row.n, 0)
  expect(sum('enrich')).toBe(sum('ingest', 'ok'))
  expect(sum('index')).toBe(sum('enrich', 'ok'))
  expect(sum('ingest', 'dead') + sum('enrich', 'dead')).toBeGreaterThanOrEqual((await r.letters()).length)
  expect(await r.running().stop()).toBe(0)
})
