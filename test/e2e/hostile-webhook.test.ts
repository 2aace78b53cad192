import { afterAll, beforeAll, expect, test } from 'vitest'
import { HOSTILE_TEXTS } from './cases/texts.ts'
import { HOOK, type Rig, rig, WEBHOOKS } from './rig.ts'

let r: Rig
beforeAll(async () => {
  r = await rig(HOOK, WEBHOOKS)
  await r.up()
})
afterAll(() => r.close())

/** What one message changed in the ledger of ingest. */
async function sent(send: () => Promise<{ status: number; body: unknown }>) {
  const before = await r.ledger('hook')
  const answer = await send()
  const after = await r.ledger('hook')
  const changed = Object.fromEntries(
    Object.entries(after).flatMap(([key, n]) => (n === (before[key] ?? 0) ? [] : [[key, n - (before[key] ?? 0)]])),
  )
  return { status: answer.status, changed, body: answer.body }
}

const post = (more: object) => JSON.stringify({ text: 'Testbank', ...more })
const sentence = Buffer.from('{"text":"Testbank é"}')
const DEAD_JSON = { 'dead ML_EVENT_NOT_JSON': 1 }
const DEAD_EVENT = { 'dead ML_EVENT_INVALID': 1 }
const OK = { ok: 1 }

const BODIES: readonly (readonly [string, string | Uint8Array, number, Record<string, number>])[] = [
  ['broken JSON', '{"text":"Testbank"', 400, DEAD_JSON],
  ['nothing', '', 400, DEAD_JSON],
  ['half a UTF-8 character', Buffer.concat([sentence.subarray(0, -3), Buffer.from('"}')]), 202, OK],
  ['UTF-16', Buffer.from('\ufeff{"text":"Testbank"}', 'utf16le'), 400, DEAD_JSON],
  ['bytes that are no text', Buffer.from(Array.from({ length: 256 }, (_, i) => i)), 400, DEAD_JSON],
  ['a number', '42', 202, DEAD_EVENT],
  ['null', 'null', 202, DEAD_EVENT],
  ['a text', '"Testbank"', 202, DEAD_EVENT],
  ['an empty array', '[]', 202, {}],
  [
    'an array of everything',
    '[1,null,"x",[],{},{"text":"Testbank in an array"}]',
    202,
    { 'dead ML_EVENT_INVALID': 5, ok: 1 },
  ],
  ['arrays 50,000 deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 202, DEAD_EVENT],
  [
    'objects 50,000 deep beside a text',
    `{"text":"Testbank","a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    202,
    OK,
  ],
  [
    '__proto__ and constructor',
    '{"__proto__":{"text":"x"},"constructor":{"prototype":{"y":1}},"text":"Testbank proto"}',
    202,
    OK,
  ],
  ['__proto__ alone', '{"__proto__":{"text":"Testbank"}}', 202, DEAD_EVENT],
  ['the same key twice', '{"text":"no brand","text":"Testbank twice"}', 202, OK],
  ['huge numbers', '{"id":1e400,"text":"Testbank huge","likes":1e308,"createdAt":9e99,"revision":-1e400}', 202, OK],
  ['an id of 5,000 bytes', post({ id: '字'.repeat(1700) }), 202, OK],
  ['an id of control characters', post({ id: '\u0000\u0001\n\r\t\u007f~~::%00' }), 202, OK],
  ['an id with lone surrogates', post({ id: 'x\ud800y' }), 202, OK],
  ['an id that is a path', post({ id: '../../../../etc/passwd' }), 202, OK],
  [
    'an author of 100,000 characters',
    post({ id: 'long author', author: { id: 'a'.repeat(100_000), name: 'n'.repeat(100_000) } }),
    202,
    OK,
  ],
  ['a time far ahead', post({ id: 't1', createdAt: '2999-01-01T00:00:00Z' }), 202, OK],
  ['a time in 1970', post({ id: 't2', createdAt: 0 }), 202, OK],
  ['a time before 1970', post({ id: 't3', createdAt: -1e15 }), 202, OK],
  ['a time that is none', post({ id: 't4', createdAt: 'NaN' }), 202, OK],
  [
    'a time of three years ago',
    post({ id: 't5', createdAt: Date.now() - 3 * 365 * 86_400_000 }),
    202,
    { 'drop too-old': 1 },
  ],
  ['a year of five digits', post({ id: 't6', createdAt: '+275760-09-13T00:00:00.000Z' }), 202, OK],
  [
    'wrong types everywhere',
    post({
      id: [1],
      author: [[]],
      lang: { a: 1 },
      createdAt: {},
      likes: [],
      media: 'x',
      url: 7,
      thread: {},
      replyTo: [],
    }),
    202,
    OK,
  ],
  ['a text that is an object', '{"text":{"a":1}}', 202, DEAD_EVENT],
  ['a text that is blank', '{"text":" \\t\\n "}', 202, { 'drop empty': 1 }],
  ['a text that names no brand', '{"text":"good morning"}', 202, { 'drop no-brand': 1 }],
  ['a language that is none', post({ id: 'l1', lang: ['xx-yy-zz', '\u0000', 'klingon'] }), 202, OK],
  [
    'links that are none',
    post({ id: 'u1', url: 'javascript:alert(1)', media: [{ url: 'file:///etc/passwd' }] }),
    202,
    OK,
  ],
  [
    '10,000 media',
    post({ id: 'm1', media: Array.from({ length: 10_000 }, () => ({ type: 'image', url: 'x' })) }),
    202,
    OK,
  ],
  ['a deletion of nothing', '{"delete":{}}', 202, DEAD_EVENT],
  ['a deletion of what never was', '{"delete":"never-was"}', 202, OK],
  ['a purge without an author', '{"purgeAuthor":{}}', 202, DEAD_EVENT],
  ['counts below zero', '{"engagement":{"id":"x","likes":-5}}', 202, DEAD_EVENT],
  ['a network that is a path', post({ id: 'n1', network: '../..' }), 202, OK],
  [
    'a post that reposts itself',
    '{"id":"self","text":"Testbank","repostOf":"self","quoteOf":"self","replyTo":"self","thread":"self"}',
    202,
    OK,
  ],
]

test.each(BODIES)('%s', async (_, body, status, changed) => {
  const result = await sent(() => r.hook(body))
  expect([result.status, result.changed], JSON.stringify(result.body)).toEqual([status, changed])
  await r.marker()
})

test.each(HOSTILE_TEXTS)('a text of %s', async (name, text) => {
  const body = JSON.stringify({ id: `text ${name}`, text })
  const result = await sent(() => r.hook(body))
  expect(result).toMatchObject(
    Buffer.byteLength(body) > 1024 * 1024 ? { status: 413, changed: {} } : { status: 202, changed: OK },
  )
  await r.marker()
})

test('JSON lines with everything between good ones', async () => {
  const lines = [
    post({ id: 'j1' }),
    '{',
    '',
    'null',
    post({ id: 'j2' }),
    '\u0000',
    '{"text":',
    post({ id: 'j3' }),
  ].join('\n')
  const result = await sent(() => r.hook(lines, { type: 'application/x-ndjson' }))
  expect(result).toMatchObject({
    status: 202,
    changed: { ok: 3, 'dead ML_EVENT_NOT_JSON': 3, 'dead ML_EVENT_INVALID': 1 },
  })
  await r.marker()
})

test('refused at the door: nothing of it is received, and the code says why', async () => {
  const { request } = await import('./door.ts')
  const results: Record<string, string> = {}
  for (const [name, send] of Object.entries(request(r))) {
    const { status, changed, body } = await sent(send)
    expect(changed, name).toEqual({})
    results[name] = `${status} ${(body as { error?: { code: string } }).error?.code ?? ''}`.trim()
    await r.marker()
  }
  expect(results).toEqual({
    'no signature': '401 ML_WEBHOOK_SIGNATURE',
    'another secret': '401 ML_WEBHOOK_SIGNATURE',
    'another body than signed': '401 ML_WEBHOOK_SIGNATURE',
    'another id than signed': '401 ML_WEBHOOK_SIGNATURE',
    'an old message': '409 ML_WEBHOOK_REPLAY',
    'a message of tomorrow': '409 ML_WEBHOOK_REPLAY',
    'a time that is no number': '401 ML_WEBHOOK_SIGNATURE',
    'a thousand signatures': '401 ML_WEBHOOK_SIGNATURE',
    'an id of 10,000 characters': '401 ML_WEBHOOK_SIGNATURE',
    'another content type': '415 ML_SOURCE_PAYLOAD',
    'a packed body': '415 ML_SOURCE_PAYLOAD',
    '5 MB': '413 ML_SOURCE_TOO_LARGE',
    'more than 10,000 items': '413 ML_SOURCE_TOO_LARGE',
    'another method': '405 ML_QUERY_INVALID',
    'a source that is none': '404 ML_NOT_FOUND',
    'a source that is a path': '404 ML_NOT_FOUND',
  })
})

test('the same message again is refused, and counts once', async () => {
  const message = post({ id: 'replayed' })
  const at = Date.now()
  const first = await sent(() => r.hook(message, { id: 'msg_once', at }))
  expect(first).toMatchObject({ status: 202, changed: OK })
  const second = await sent(() => r.hook(message, { id: 'msg_once', at }))
  expect(second).toMatchObject({ status: 409, changed: {}, body: { error: { code: 'ML_WEBHOOK_REPLAY' } } })
  await r.marker()
})

test('dead letters can be looked at one by one and hold what was sent', async () => {
  const letters = await r.letters()
  expect(letters.length).toBeGreaterThan(10)
  expect(letters.every((letter) => letter.source === 'hook' && letter.stage === 'ingest')).toBe(true)
  expect(letters.some((letter) => letter.raw === '{"text":"Testbank"')).toBe(true)
})

test('the whole is accounted for, stage by stage, and the program stops as it should', async () => {
  await r.settled()
  const [ingested, enriched, indexed] = [
    await r.ledger('hook'),
    await r.ledger('hook', 'enrich'),
    await r.ledger('hook', 'index'),
  ]
  const sum = (row: Record<string, number>) => Object.values(row).reduce((a, b) => a + b, 0)
  expect(enriched).toEqual({ ok: ingested['ok'] })
  expect(sum(indexed)).toBe(ingested['ok'])
  expect(await r.running().stop()).toBe(0)
})
