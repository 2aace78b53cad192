import { expect, test } from 'vitest'
import { linkOf } from './canonical-url.ts'

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
