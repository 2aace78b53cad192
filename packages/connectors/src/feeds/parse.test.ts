import { atomDocument, rssDocument } from '@moodlight/testkit'
import { describe, expect, it } from 'vitest'
import { identities } from './identity.ts'
import { parseFeed } from './parse.ts'

const URL_ = 'https://feed.example/path/feed.xml'
const parse = (body: string | Uint8Array, type = 'application/xml') =>
  parseFeed(Buffer.from(body as string), type, URL_)
const rss = (item: string, head = '') =>
  parse(`<?xml version="1.0"?><rss version="2.0">${head}<channel>${item}</channel></rss>`)
const one = (item: string) => rss(`<item>${item}</item>`).entries[0]

describe('formats', () => {
  it('RSS 2.0', () => {
    const feed = parse(
      `<?xml version="1.0"?><rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:d="http://purl.org/dc/elements/1.1/"
      xmlns:s="http://purl.org/rss/1.0/modules/slash/"><channel><language>nl-nl</language><ttl>60</ttl>
      <skipHours><hour>0</hour><hour>23</hour><hour>x</hour></skipHours><skipDays><day>Sunday</day></skipDays>
      <item><title>Bank &amp;amp; storing</title><link>/a?x=1&amp;y=2</link><description>kort</description>
      <c:encoded><![CDATA[<p>Lang <b>verhaal</b></p><script>x()</script><p>tweede&nbsp;alinea</p>]]></c:encoded>
      <guid isPermaLink="false">7-a</guid><pubDate>Tue, 24 Nov 2026 10:00:00 +0100</pubDate><d:creator>Jan</d:creator>
      <s:comments>12</s:comments><enclosure url="/a.mp3" type="audio/mpeg" length="1"/></item></channel></rss>`,
    )
    expect(feed).toMatchObject({ format: 'rss', stopped: null, facts: { ttl: 60, skipHours: [0, 23], skipDays: [0] } })
    expect(feed.entries).toEqual([
      {
        guid: '7-a',
        link: 'https://feed.example/a?x=1&y=2',
        title: 'Bank & storing',
        text: 'Lang verhaal\n\ntweede alinea',
        author: { name: 'Jan', url: null },
        languages: ['nl-nl'],
        publishedAt: Date.UTC(2026, 10, 24, 9),
        updatedAt: null,
        replyTo: null,
        replies: 12,
        media: [{ type: 'audio', url: 'https://feed.example/a.mp3', alt: null }],
      },
    ])
  })

  it('RSS 1.0, whose items stand beside the channel', () => {
    const feed =
      parse(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
      <channel rdf:about="x"><title>t</title><dc:language>fa</dc:language><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency></channel>
      <item rdf:about="https://feed.example/1"><title>می‌خواهم</title><link>https://feed.example/1</link><dc:date>2026-01-02T03:04+03:30</dc:date></item></rdf:RDF>`)
    expect(feed.facts.updateEveryMs).toBe(6 * 3_600_000)
    expect(feed.entries[0]).toMatchObject({
      guid: 'https://feed.example/1',
      title: 'می‌خواهم',
      languages: ['fa'],
      publishedAt: Date.UTC(2026, 0, 1, 23, 34),
    })
  })

  it('Atom, with a prefix too, nested bases and an author of the feed', () => {
    const feed =
      parse(`<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:lang="nl" xml:base="https://o.example/x/"><a:author><a:name>Redactie</a:name><a:uri>https://o.example/r</a:uri></a:author>
      <a:entry xml:base="y/"><a:id>urn:1</a:id><a:title type="text">a &lt;b&gt; c</a:title><a:link href="z"/><a:link rel="self" href="s"/>
      <a:published>2026-01-01T00:00:00Z</a:published><a:updated>2026-01-02T00:00:00Z</a:updated>
      <a:content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Een <em>twee</em></p></div></a:content></a:entry></a:feed>`)
    expect(feed.format).toBe('atom')
    expect(feed.entries[0]).toMatchObject({
      guid: 'urn:1',
      title: 'a <b> c',
      link: 'https://o.example/x/y/z',
      text: 'Een twee',
      author: { name: 'Redactie', url: 'https://o.example/r' },
      languages: ['nl'],
      updatedAt: Date.UTC(2026, 0, 2),
    })
  })

  it('JSON Feed: an item without an id is dropped, a number is an id', () => {
    const feed = parse(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        items: [
          { id: 7, content_text: 'a <b> c', url: '/x', language: 'zh' },
          { content_text: 'no id' },
          'nonsense',
          { id: 'https://feed.example/8', content_html: '<p>x</p>', author: { name: 'Old' } },
        ],
      }),
    )
    expect(feed.entries).toMatchObject([
      { guid: '7', text: 'a <b> c', link: 'https://feed.example/x', languages: ['zh'] },
      { guid: 'https://feed.example/8', link: 'https://feed.example/8', text: 'x', author: { name: 'Old' } },
    ])
  })
})

describe('damage', () => {
  it.each([
    ['white space and a comment before the declaration', `\n \n<!-- x -->${rssDocument([{ html: 'x' }])}`],
    ['text before the first tag', `Warning: mysql_connect()\n${rssDocument([{ html: 'x' }])}`],
    ['no end', '<rss><channel><item><description>x</description></item>'],
    [
      'a bare ampersand',
      '<rss><channel><item><link>http://a.example/?a=1&b=2</link><description>x</description></item></channel></rss>',
    ],
    ['crossed tags', '<rss><channel><item><b><i>y</b></i><description>x</description></item></channel></rss>'],
    ['undeclared prefixes', '<rss><channel><item><content:encoded>x</content:encoded></item></channel></rss>'],
    ['control characters', '<rss><channel><item><description>\u0000\u0008x\u001f</description></item></channel></rss>'],
    ['something after the end', `${rssDocument([{ html: 'x' }])}<meta>\u0000junk`],
    ['upper case', '<RSS><CHANNEL><ITEM><DESCRIPTION>x</DESCRIPTION></ITEM></CHANNEL></RSS>'],
    [
      'a DOCTYPE of RSS 0.91',
      `<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://a.example/rss.dtd">${rssDocument([{ html: 'x' }], { declaration: '' })}`,
    ],
  ])('%s', (_name, body) => {
    expect(parse(body).entries.map((e) => e.text)).toEqual(['x'])
  })

  it('keeps whole items before a cut and leaves the one that was cut', () => {
    const body = '<rss><channel><item><description>a</description></item><item><description>half of a sent'
    const feed = parse(body)
    expect(feed.entries.map((e) => e.text)).toEqual(['a'])
    expect(feed.stopped).toBe('ends inside an item')
    expect(
      parse('<rss><channel><item><description>a</description></item><item><description><![CDATA[b').entries.length,
    ).toBe(1)
  })

  it.each([
    ['empty', ''],
    ['white space', ' \n'],
    ['a web page', '<!DOCTYPE html><html><body>no</body></html>'],
    ['other XML', '<opml><body/></opml>'],
    ['text', 'Too many requests'],
    ['other JSON', '{"items":{}}'],
    ['broken JSON', '{"items":[}'],
    ['entities', '<!DOCTYPE r [<!ENTITY a "x">]><rss><channel/></rss>'],
    [
      'entities in other letters, late',
      `<!doctype r [${' '.repeat(100_000)}<!entity % a SYSTEM "file:///etc/passwd">]><rss/>`,
    ],
  ])('refuses what is no feed: %s', (_name, body) => {
    expect(() => parse(body)).toThrow(expect.objectContaining({ code: 'ML_SOURCE_PAYLOAD' }))
  })

  it('stops at depth, and at the number of elements, with the items before', () => {
    const deep = `<rss><channel><item><description>a</description></item>${'<x>'.repeat(1_000_000)}`
    expect(parse(deep)).toMatchObject({ stopped: 'nested too deeply', entries: [{ text: 'a' }] })
    const wide = `<rss><channel><item><description>a</description></item>${'<x/>'.repeat(1_100_000)}`
    expect(parse(wide)).toMatchObject({ stopped: 'too many elements', entries: [{ text: 'a' }] })
  })

  it('reads HTML that is nested without measure up to a depth', () => {
    const entry = one(`<description>a${'&lt;div&gt;'.repeat(200_000)}b</description>`)
    expect(entry?.text).toBe('a')
  })
})

describe('fields', () => {
  it.each([
    ['<title>a &amp;lt; b</title>', 'a < b'],
    ['<title>1 &lt; 2 and I &lt;3 it</title>', '1 < 2 and I <3 it'],
    ['<title>&lt;b&gt;Bold&lt;/b&gt; news</title>', 'Bold news'],
    ['<title><![CDATA[<em>x</em> &eacute;&#39;]]></title>', "x é'"],
    ['<title>Caf&eacute; &nbsp;x</title>', 'Café x'],
    ['<title>twee <b>vette</b> woorden</title>', 'twee vette woorden'],
    ['<title> </title>', null],
  ])('title %s', (xml, title) => {
    expect(one(xml)?.title).toBe(title)
  })

  it.each([
    ['&lt;p&gt;a&lt;/p&gt;', 'a'],
    ['&amp;lt;p&amp;gt;twice&amp;lt;/p&amp;gt;', 'twice'],
    ['1 &amp;lt; 2', '1 < 2'],
    ['a&lt;br/&gt;b', 'a\nb'],
    ['&lt;style&gt;p{}&lt;/style&gt;x&lt;!-- y --&gt;', 'x'],
    ['می‌خواهم 👨‍👩‍👧', 'می‌خواهم 👨‍👩‍👧'],
  ])('description %s', (xml, text) => {
    expect(one(`<description>${xml}</description>`)?.text).toBe(text)
  })

  it.each([
    ['<guid>https://a.example/1</guid>', 'https://a.example/1'],
    ['<guid isPermaLink="false">https://a.example/1</guid>', null],
    ['<guid>tag:1</guid><link>https://a.example/2</link>', 'https://a.example/2'],
    ['<link>javascript:alert(1)</link>', null],
    ['<link>\n https://a.example/ 3 \n</link>', 'https://a.example/%203'],
    ['<atom:link rel="self" href="https://a.example/self"/>', null],
    [
      '<feedburner:origLink>https://o.example/x</feedburner:origLink><link>https://p.example/y</link>',
      'https://o.example/x',
    ],
  ])('link of %s', (xml, link) => {
    expect(one(xml)?.link).toBe(link)
  })

  it.each([
    ['<author>jan@a.example (Jan de Vries)</author>', 'Jan de Vries'],
    ['<author>jan@a.example</author>', null],
    ['<dc:creator>张伟</dc:creator>', '张伟'],
  ])('author of %s', (xml, name) => {
    expect(one(xml)?.author?.name ?? null).toBe(name)
  })
})

describe('identity', () => {
  const ids = (...items: string[]) => identities(rss(items.map((i) => `<item>${i}</item>`).join('')).entries)
  const link = (n: number) => `<link>https://a.example/${n}</link>`

  it('is the guid, opaque', () => {
    expect(ids('<guid> a&amp;b </guid>')).toEqual(['a&b'])
  })
  it('is the link when the guid is missing, empty, the same for all, or a bare number', () => {
    expect(ids(link(1), `<guid></guid>${link(2)}`)).toEqual(['https://a.example/1', 'https://a.example/2'])
    expect(ids(`<guid>x</guid>${link(1)}`, `<guid>x</guid>${link(2)}`)).toEqual([
      'https://a.example/1',
      'https://a.example/2',
    ])
    expect(ids(`<guid>17</guid>${link(1)}`)).toEqual(['https://a.example/1'])
  })
  it('is made of the content when there is nothing else, and stays the same', () => {
    const item = '<title>a</title><description>b</description>'
    const [first] = ids(item, '<title>c</title>')
    expect(first).toMatch(/^sha256:/)
    expect(ids('<title>z</title>', item)[1]).toBe(first)
    expect(ids(`<title>a</title>${link(1)}`, `<title>b</title>${link(1)}`)[0]).toMatch(/^sha256:/)
  })
})

it('reads what the fakes write', () => {
  const items = [
    { guid: 'g', link: 'https://a.example/1', title: 'T', html: '<p>x</p>', date: '2026-01-01T00:00:00Z', author: 'A' },
  ]
  for (const body of [rssDocument(items), atomDocument(items)])
    expect(parse(body).entries[0]).toMatchObject({ guid: 'g', title: 'T', text: 'x', author: { name: 'A' } })
})

it('noise is refused with a code, whatever the parser makes of it', () => {
  for (let step = 1; step < 400; step += 2) {
    const noise = Buffer.from(Array.from({ length: 2000 }, (_, i) => (i * i * step + i * 7919) % 256))
    expect(() => parse(noise), String(step)).toThrow(expect.objectContaining({ code: 'ML_SOURCE_PAYLOAD' }))
  }
  expect(() => parse('<></a></></b><a/>')).toThrow(expect.objectContaining({ code: 'ML_SOURCE_PAYLOAD' }))
})
