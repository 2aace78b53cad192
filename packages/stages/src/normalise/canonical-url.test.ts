import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkOf, parsedLink, webAddress, webLink } from './canonical-url.ts'
import { plainLink } from './plain-link.ts'

test.for([
  ['https://www.Example.com/a/?utm_source=x&id=7&fbclid=y#part', 'https://www.example.com/a?id=7', 'example.com'],
  ['http://example.com:80', 'http://example.com/', 'example.com'],
  ['https://example.com/?q=a%20b&UTM_Medium=m', 'https://example.com/?q=a%20b', 'example.com'],
  ['https://example.com/a//', 'https://example.com/a', 'example.com'],
  ['https://me:secret@example.com/a', 'https://example.com/a', 'example.com'],
  ['https://例え.jp/路', 'https://xn--r8jz45g.jp/%E8%B7%AF', 'xn--r8jz45g.jp'],
  ['https://example.com/?gclid=1', 'https://example.com/', 'example.com'],
  ['https://example.com/?b=2&a=1', 'https://example.com/?b=2&a=1', 'example.com'],
] as const)('%s', ([raw, canonicalUrl, site]) => {
  expect(linkOf(raw)).toMatchObject({ canonicalUrl, site })
})

test.for([null, '', 'not a link', 'javascript:alert(1)', 'at://did:plc:x/app.bsky.feed.post/1', 'data:text/html,x'])(
  '%s is no web link',
  (raw) => {
    expect(linkOf(raw)).toEqual({ url: null, canonicalUrl: null, site: null })
  },
)

test('the canonical form of a canonical form is itself', () => {
  for (const raw of [
    'https://a.example/x/?utm_id=1&b=',
    'http://a.example/%7Euser/?a=1&&b=2',
    'https://a.example/a/?#',
  ]) {
    const once = linkOf(raw).canonicalUrl
    expect(linkOf(once).canonicalUrl).toBe(once)
  }
})

const PIECES =
  'a b0 -x x- _ . .. / // /./ /../ /.. ? & = # : @ :80 :443 :8080 % %2e %41 xn-- xn--a 1 0x1 1.2.3.4 www. com example.com ~ + ! * ( ) | " < > ` { } [ ] \\ ^ \' , ; $ é 路 A utm_source=x gclid=1 id=7'.split(
    ' ',
  )
const links = fc
  .tuple(
    fc.constantFrom('https://', 'http://', 'HTTPS://', 'https:/', 'ftp://'),
    fc.array(fc.constantFrom(...PIECES, ' ')),
  )
  .map(([scheme, pieces]) => scheme + pieces.join(''))
const plainLinks = fc
  .tuple(
    fc.constantFrom('a.example', 'www.b-c.example', 'x.y.z0'),
    fc.array(fc.constantFrom('/', '/a', '.b', '?', '&', '=', 'q', 'utm_id=1', '@', ':')),
  )
  .map(([host, pieces]) => `https://${host}/${pieces.join('')}`)

test('links that need no parser give what the parser of URLs would', () => {
  let plain = 0
  const check = (raw: string) => {
    if (plainLink(raw) !== null) plain++
    expect(linkOf(raw)).toEqual(parsedLink(raw))
    expect(webAddress(raw)).toBe(webLink(raw)?.href ?? null)
  }
  fc.assert(fc.property(links, check), { numRuns: 3000 })
  fc.assert(fc.property(plainLinks, check), { numRuns: 1000 })
  expect(plain).toBeGreaterThan(100)
})
