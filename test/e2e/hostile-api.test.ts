import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HOOK, type Rig, rig, WEBHOOKS } from './rig.ts'

let r: Rig
beforeAll(async () => {
  r = await rig(HOOK, WEBHOOKS)
  await r.up()
  await r.hook(JSON.stringify(Array.from({ length: 120 }, (_, i) => ({ id: `p${i}`, text: `Testbank good ${i}` }))))
  await r.marker()
})
afterAll(() => r.close())

interface Got {
  readonly status: number
  readonly text: string
  readonly code: string | null
}

/** A request as it is given, without the tidying that fetch does. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<Got> {
  const { port } = new URL(r.running().url)
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = ''
      const done = () => {
        let code: string | null = null
        try {
          code = JSON.parse(text).error?.code ?? null
        } catch {
          // Not JSON: a page, a stream, a metric.
        }
        resolve({ status: response.statusCode ?? 0, text, code })
      }
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        // A live feed has no end; its first event is enough.
        if (text.includes('event: hello')) response.destroy()
      })
      response.on('close', done)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Nothing internal may leak, whatever was asked. */
const LEAK = /node_modules|\.ts:\d|at \w+ \(|SQLITE|sqlite_|\/work\/|SELECT |root:x:/

const long = 'x'.repeat(3000)
const e = encodeURIComponent
const cursor = (inside: unknown) => e(Buffer.from(JSON.stringify(inside)).toString('base64url'))

/** Refused with 400 and the code. */
const REFUSED: readonly (readonly [string, string])[] = [
  ...(
    [
      'limit=-1',
      'limit=0',
      'limit=1e9',
      'limit=1001',
      'limit=NaN',
      'limit=%31%30%00',
      'limit=%D9%A1%D9%A0',
      'limit=0x10',
      'limit=',
      'limit=10&limit=20',
      'order=sideways',
      'order=newest;DROP',
      'brand=nosuch',
      'brand=../../etc',
      'brand=%00',
      `brand=${long}`,
      'brand=__proto__',
      'brand=constructor',
      'from=yesterday',
      'from=2026-02-30',
      'from=9999999999999',
      'from=-1e9d',
      'from=-999999w',
      'from=now&to=-1h',
      'from=2026-01-02&to=2026-01-01',
      'from=%00',
      'zone=Mars/Olympus',
      'zone=../../etc/localtime',
      'zone=%2B99:99',
      `zone=${long}`,
      'language=klingonese',
      'label=happy',
      'voice=robot',
      'author=anna',
      `author=a_${long}`,
      'story=nostory',
      'certainty=maybe',
      `words=${long}`,
      `words=${e('"" ... ""')}`,
      `words=${Array.from({ length: 30 }, (_, i) => `w${i}`).join('+')}`,
      `site=${long}`,
      `source=${Array.from({ length: 60 }, (_, i) => `s${i}`).join()}`,
      'nosuch=1',
      '__proto__=1',
      'constructor=1',
      'brand[]=testbank',
      'brand[$ne]=x',
      'toString=1',
    ] as const
  ).map((query) => [`mentions?${query}`, 'ML_QUERY_INVALID'] as const),
  ['mentions?cursor=x', 'ML_QUERY_CURSOR'],
  ['mentions?cursor=%00%ff', 'ML_QUERY_CURSOR'],
  [`mentions?cursor=${cursor({ q: 'aaaaaaaaaaaa', f: null, t: null, c: 'x' })}`, 'ML_QUERY_CURSOR'],
  [`mentions?cursor=${cursor({ q: {}, c: [] })}`, 'ML_QUERY_CURSOR'],
  [
    `mentions?cursor=${cursor({ __proto__: null, q: '1'.repeat(12), f: -1, t: 1e300, c: "' OR 1=1" })}`,
    'ML_QUERY_CURSOR',
  ],
  [`mentions?cursor=${'A'.repeat(9000)}`, 'ML_QUERY_INVALID'],
  ['moods?window=3h', 'ML_QUERY_INVALID'],
  ['moods?window=range&from=-9999d&to=now', 'ML_QUERY_TOO_WIDE'],
  ['timeline', 'ML_QUERY_INVALID'],
  ['timeline?brand=testbank&step=1m&from=-3000d', 'ML_QUERY_TOO_WIDE'],
  ['timeline?brand=testbank&step=7m', 'ML_QUERY_INVALID'],
  ['stories?brand=testbank&limit=1000000', 'ML_QUERY_INVALID'],
  ['changes?after=-1', 'ML_QUERY_INVALID'],
  ['changes?after=1e300', 'ML_QUERY_INVALID'],
  ['live?brand=nosuch', 'ML_QUERY_INVALID'],
  [`live?lastEventId=${long}`, 'ML_QUERY_INVALID'],
  ['mentions/%zz', 'ML_QUERY_INVALID'],
]

test.each(REFUSED)('refused: %s', async (path, code) => {
  const got = await get(`/api/v1/${path}`)
  expect([got.status, got.code], got.text.slice(0, 300)).toEqual([400, code])
  expect(got.text.length).toBeLessThan(3000)
  expect(got.text).not.toMatch(LEAK)
})

/** Words are words, whatever language of queries they look like. */
const WORDS = [
  `'; DROP TABLE post; --`,
  'a" OR "b',
  'Testbank OR good',
  'NEAR(Testbank good)',
  'text:Testbank',
  'Test*',
  '^Testbank',
  '(Testbank',
  'Testbank AND NOT good',
  '{a b}: c',
  '+ - * ^',
  '\u0000Testbank',
  '\ud800',
  '%_\\',
  '测试银行',
  'تست‌بانک',
  '"Testbank good"',
  '👩‍👩‍👧',
  '../../etc/passwd',
  '#{7*7}',
]
test.each(WORDS)('words as they stand: %j', async (text) => {
  const got = await get(`/api/v1/mentions?words=${e(text.toWellFormed())}`)
  expect([200, 400]).toContain(got.status)
  if (got.status === 400) expect(got.code).toBe('ML_QUERY_INVALID')
  else expect(Array.isArray(JSON.parse(got.text).mentions)).toBe(true)
  expect(got.text).not.toMatch(LEAK)
})

test('operators of FTS5 have no meaning: they are looked for as words', async () => {
  const count = async (text: string) =>
    JSON.parse((await get(`/api/v1/mentions?limit=1000&words=${e(text)}`)).text).mentions.length
  expect(await count('Testbank good')).toBe(120)
  for (const text of ['Testbank OR good', 'Testbank NOT good', 'Test* good*', 'NEAR(Testbank good)'])
    expect(await count(text), text).toBe(0)
})

test.each([
  ['/../../../etc/passwd'],
  ['/..%2f..%2f..%2fetc/passwd'],
  ['/%2e%2e/%2e%2e/etc/passwd'],
  ['/assets/..%5c..%5cetc'],
  ['/assets/%00.js'],
  ['/assets/....//....//etc/passwd'],
  ['//etc/passwd'],
  ['/.git/config'],
  ['/installation.json'],
  ['/assets/../../../../data/installation.json'],
  ['/api/v1/nothing'],
  ['/api/v1/mentions/a/b/c'],
  ['/api/v2/moods'],
  [`/${long}`],
])('no file and no answer at %s', async (path) => {
  const got = await get(path)
  // A path of the page's own router is the page; everything else is a coded refusal.
  if (got.status === 200) expect(got.text).toContain('<div id="root"')
  else expect([got.status >= 400 && got.status < 500, got.code?.startsWith('ML_')]).toEqual([true, true])
  expect(got.text).not.toMatch(LEAK)
  expect(got.text).not.toContain('authorSecret')
})

test.each([
  ['a strange Host', '/api/v1/brands', { host: 'evil.example' }, 421],
  ['a Host that looks like ours', '/api/v1/brands', { host: '127.0.0.1.evil.example' }, 421],
  ['a strange Origin', '/api/v1/live', { origin: 'https://evil.example' }, 421],
  ['an Origin of null', '/api/v1/moods', { origin: 'null' }, 421],
  ['headers of 100 KB', '/api/v1/moods', { 'x-long': 'h'.repeat(100_000) }, 431],
  ['no token', '/api/v1/local/ledger', {}, 401],
  ['a wrong token', '/api/v1/local/ledger', { authorization: 'Bearer 0' }, 401],
  ['a token of 10 KB', '/api/v1/local/ledger', { authorization: `Bearer ${'x'.repeat(10_000)}` }, 401],
] as const)('headers: %s', async (_, path, headers, status) => {
  const got = await get(path, { ...(headers as Record<string, string>) })
  expect([got.status, got.code?.startsWith('ML_')], got.text.slice(0, 200)).toEqual([status, true])
  expect(got.text).not.toMatch(LEAK)
})

test.each([
  ['0'],
  ['-1'],
  ['x'],
  ['\u00ff\u00fe'],
  ['9'.repeat(1999)],
  ['{}'],
  ["' OR 1=1"],
  ['eyJwIjp7fX0'],
  ['h'.repeat(5000)],
])('a Last-Event-ID that is none: %j', async (id) => {
  const got = await get('/api/v1/live', { 'last-event-id': id })
  expect(got.status).toBe(200)
  expect(got.text).toContain('event: hello')
})

test.each([
  ['POST', '/api/v1/moods', '{}'],
  ['DELETE', '/api/v1/mentions/x', undefined],
  ['PUT', '/api/v1/brands', '{"__proto__":{}}'],
  ['PATCH', '/', 'x'],
  ['OPTIONS', '/api/v1/moods', undefined],
  ['TRACE', '/', undefined],
] as const)('%s %s changes nothing', async (method, path, body) => {
  const got = await get(path, body ? { 'content-type': 'application/json' } : {}, method, body)
  expect([got.status >= 400 && got.status < 500, got.code?.startsWith('ML_')], got.text.slice(0, 200)).toEqual([
    true,
    true,
  ])
})

test('what is no HTTP is answered or hung up on, and nothing stays open', async () => {
  const { port } = new URL(r.running().url)
  for (const bytes of [
    '\u0016\u0003\u0001',
    'GET\r\n\r\n',
    'GET /api/v1/brands HTTP/1.1\r\n\r\n',
    'GET /api/v1/brands HTTP/1.0\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n',
  ]) {
    const said = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes))
      socket.on('data', (chunk) => {
        text += chunk.toString()
      })
      socket.on('error', () => undefined)
      socket.on('close', () => resolve(text))
    })
    expect(said === '' || /^HTTP\/1\.1 4\d\d /.test(said), said.slice(0, 100)).toBe(true)
  }
})

test('after all this the program works as before', async () => {
  await r.marker()
  expect((await get('/readyz')).status).toBe(200)
  expect(await r.running().stop()).toBe(0)
})
