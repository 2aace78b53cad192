import { gzipSync } from 'node:zlib'
import { type FakeAnswer, feedCases, type Responder, rssDocument } from '@moodlight/testkit'

/** What becomes of a feed: items that are taken, a dead letter with its code, or a refusal that stands in the log with its code. */
export type FeedEnd = { readonly ok: number } | { readonly dead: string } | { readonly refused: string }

const item = (guid: string, html = `Testbank ${guid}`) => ({
  guid,
  title: `About Testbank ${guid}`,
  html,
  link: `https://feed.example/${guid}`,
})
const rss = (...guids: string[]) => rssDocument(guids.map((guid) => item(guid)))
const xml = (body: string | Uint8Array): FakeAnswer => feedCases.plain(body)

const LOLS = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 12 }, (_, i) => `<!ENTITY lol${i} "${`&lol${i === 0 ? '' : i - 1};`.repeat(10)}">`).join('')}]>`
const bomb = rss('bomb').replace('<rss', `${LOLS}<rss`).replace('Testbank bomb', 'Testbank &lol11;')
const outside = rss('outside')
  .replace('<rss', '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss')
  .replace('Testbank outside', 'Testbank &x;')

/** By the name of the case; the answer may need to know the server's own address. */
export const FEEDS: Readonly<Record<string, readonly [(origin: string) => FakeAnswer | Responder, FeedEnd]>> = {
  good: [() => xml(rss('good')), { ok: 1 }],
  html: [
    () => ({
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><html><body><h1>Not found</h1></body></html>',
    }),
    { dead: 'ML_SOURCE_PAYLOAD' },
  ],
  empty: [() => xml(''), { dead: 'ML_SOURCE_PAYLOAD' }],
  noise: [
    () => xml(Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256))),
    { dead: 'ML_SOURCE_PAYLOAD' },
  ],
  json: [
    () => ({
      headers: { 'content-type': 'application/feed+json' },
      body: '{"version":"https://jsonfeed.org/version/1.1","items":[',
    }),
    { dead: 'ML_SOURCE_PAYLOAD' },
  ],
  'json-wrong-types': [
    () => ({
      headers: { 'content-type': 'application/feed+json' },
      body: '{"version":"https://jsonfeed.org/version/1.1","title":7,"items":[1,null,[],{"id":{"a":1}},{"id":"jw","content_text":"Testbank in a feed","date_published":[],"authors":"x","tags":7}]}',
    }),
    { ok: 1 },
  ],
  'json-deep': [
    () => ({
      headers: { 'content-type': 'application/feed+json' },
      body: `{"version":"https://jsonfeed.org/version/1.1","items":${'['.repeat(100_000)}`,
    }),
    { dead: 'ML_SOURCE_PAYLOAD' },
  ],
  cut: [() => xml(`${rss('cut1', 'cut2').slice(0, -120)}`), { ok: 1 }],
  'entity-bomb': [() => xml(bomb), { dead: 'ML_SOURCE_PAYLOAD' }],
  'outside-entity': [() => xml(outside), { dead: 'ML_SOURCE_PAYLOAD' }],
  'zip-bomb': [() => feedCases.gzipBomb(64), { refused: 'ML_SOURCE_TOO_LARGE' }],
  'not-gzip': [
    () => ({ headers: { 'content-encoding': 'gzip' }, body: rss('not-gzip') }),
    { refused: 'ML_SOURCE_PAYLOAD' },
  ],
  'too-long': [
    () => xml(rss('long').replace('</channel>', `<x>${'y'.repeat(11_000_000)}</x></channel>`)),
    { refused: 'ML_SOURCE_TOO_LARGE' },
  ],
  deep: [() => xml(rss('deep').replace('</channel>', `${'<a>'.repeat(200_000)}</channel>`)), { ok: 1 }],
  'wide-attributes': [
    () =>
      xml(
        rss('wide').replace(
          '<channel>',
          `<channel ${Array.from({ length: 20_000 }, (_, i) => `a${i}="x"`).join(' ')}>`,
        ),
      ),
    { ok: 1 },
  ],
  controls: [
    () => xml(rss('controls').replace('About', '\u0000\u0001\u000b&#0;&#x1F;&#xD800;&#99999999;About')),
    { ok: 1 },
  ],
  'wrong-encoding': [
    () =>
      feedCases.plain(rssDocument([item('enc')], { declaration: '<?xml version="1.0" encoding="utf-16"?>' }), {
        'content-type': 'application/rss+xml; charset=gb2312',
      }),
    { ok: 1 },
  ],
  'no-such-encoding': [
    () => feedCases.plain(rssDocument([item('noenc')], { declaration: '<?xml version="1.0" encoding="klingon"?>' })),
    { ok: 1 },
  ],
  'wrong-dates': [() => xml(rssDocument([{ ...item('date'), date: 'Thu, 32 Foo 99999 99:99:99 XYZ' }])), { ok: 1 }],
  'same-guid': [() => xml(rss('same', 'same', 'same')), { ok: 3 }],
  'script-links': [() => xml(rssDocument([{ ...item('js'), link: 'javascript:alert(1)' }])), { ok: 1 }],
  'no-content': [() => xml(rssDocument([{ guid: 'nothing' }])), { ok: 0 }],
  'endless-redirect': [
    (origin) => feedCases.redirect(302, `${origin}/endless-redirect`),
    { refused: 'ML_SOURCE_UNREACHABLE' },
  ],
  'redirect-inside': [
    () => feedCases.redirect(301, 'http://169.254.169.254/latest/meta-data/'),
    { refused: 'ML_SOURCE_FORBIDDEN_ADDRESS' },
  ],
  'redirect-file': [() => feedCases.redirect(302, 'file:///etc/passwd'), { refused: 'ML_SOURCE_FORBIDDEN_ADDRESS' }],
  'redirect-nowhere': [() => feedCases.redirect(302, 'http://[::1'), { refused: 'ML_SOURCE_UNREACHABLE' }],
  drip: [() => feedCases.drip(rss('drip'), 100), { refused: 'ML_SOURCE_UNREACHABLE' }],
  reset: [() => feedCases.reset(), { refused: 'ML_SOURCE_UNREACHABLE' }],
  'cut-on-the-wire': [() => feedCases.cut(rss('wire1', 'wire2'), 420), { ok: 1 }],
  '500': [() => feedCases.status(500), { refused: 'ML_SOURCE_UNREACHABLE' }],
  '401': [() => feedCases.status(401), { refused: 'ML_SOURCE_REFUSED' }],
  '429': [() => feedCases.status(429, { 'retry-after': '999999999999' }), { refused: 'ML_SOURCE_UNREACHABLE' }],
  gone: [() => feedCases.status(410), { ok: 0 }],
  'huge-headers': [
    () => ({ headers: { 'x-long': 'h'.repeat(60_000) }, body: rss('headers') }),
    { refused: 'ML_SOURCE_UNREACHABLE' },
  ],
  'packed-twice': [
    () => ({ headers: { 'content-encoding': 'gzip, gzip' }, body: gzipSync(gzipSync(rss('twice'))) }),
    { dead: 'ML_SOURCE_PAYLOAD' },
  ],
  'last-good': [() => xml(rss('last')), { ok: 1 }],
}

/** Addresses that are private in all spellings, none of them named by the operator. */
export const PRIVATE_FEEDS = [
  'http://10.0.0.1/feed',
  'http://[::1]:9/feed',
  'http://169.254.169.254/latest/meta-data/',
  'http://0x7f.1:9/feed',
  'http://2130706433:9/feed',
  'http://[::ffff:127.0.0.1]:9/feed',
  'http://0.0.0.0:9/feed',
  'http://localhost:9/feed',
]
