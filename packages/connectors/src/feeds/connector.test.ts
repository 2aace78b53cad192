import {
  ConnectorHarness,
  type ConnectorRun,
  type FakeAnswer,
  type FeedItem,
  type FeedServer,
  feedCases,
  jsonFeedDocument,
  type Responder,
  rssDocument,
  startFeedServer,
  until,
} from '@moodlight/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FeedsSource } from '../config.ts'
import { wait } from '../wait.ts'
import { feedsConnector } from './connector.ts'

/** Far below what the configuration allows, so that tests need not wait. */
function source(feeds: readonly string[], more: Partial<FeedsSource> = {}): FeedsSource {
  const config = FeedsSource.parse({ id: 'news', type: 'feeds', feeds, allowPrivate: ['127.0.0.1'] })
  return { ...config, intervalSeconds: 0.05, hostGapSeconds: 0.01, timeoutSeconds: 5, ...more }
}

describe('feeds over the wire', () => {
  let server: FeedServer
  let harness: ConnectorHarness
  let run: ConnectorRun
  beforeEach(async () => {
    server = await startFeedServer()
    harness = new ConnectorHarness()
  })
  afterEach(async () => {
    await run?.stop()
    await server.close()
  })

  const items = (...guids: string[]): FeedItem[] =>
    guids.map((guid) => ({
      guid,
      link: `https://feed.example/${guid}`,
      title: `Title ${guid}`,
      html: `<p>Text ${guid}</p>`,
    }))
  const play = (answer: FakeAnswer | Responder, path = '/feed', more: Partial<FeedsSource> = {}) => {
    const feed = server.play(path, answer)
    run = harness.start(feedsConnector(source([feed], more)))
    return feed
  }
  const have = (...texts: string[]) => until(texts.join(), () => harness.texts().join() === [...texts].sort().join())
  const asked = (n: number, path = '/feed') =>
    until(`${n} requests`, () => server.requests.filter((r) => r.path === path).length >= n)
  const state = (word: string) => until(word, () => harness.health.at(-1)?.state === word)
  const trouble = () => harness.health.at(-1)?.detail ?? ''
  /** Nothing is asked any more. */
  const quiet = async () => {
    await wait(150, new AbortController().signal)
    const before = server.requests.length
    await wait(300, new AbortController().signal)
    expect(server.requests.length).toBe(before)
  }

  it('sends both labels back byte for byte, and what is unchanged is not read again', async () => {
    play(feedCases.conditional(rssDocument(items('a'))))
    await have('Text a')
    await asked(4)
    expect(harness.items('post').length).toBe(1)
    expect(server.requests[3]?.headers).toMatchObject({
      'if-none-match': 'W/"a \\"b\\" c"',
      'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT',
    })
    expect(server.requests[0]?.headers['user-agent']).toContain('Moodlight')
    await state('live')
  })

  it('is not fooled by an ETag that changes each time', async () => {
    play(feedCases.changingEtag(rssDocument(items('a', 'b'))))
    await asked(5)
    expect(harness.items('post').length).toBe(2)
  })

  it('delivers the first reading as background and news as live', async () => {
    let now = rssDocument(items('a'))
    play(() => feedCases.plain(now))
    await have('Text a')
    now = rssDocument(items('b', 'a'))
    await have('Text a', 'Text b')
    expect(harness.delivered.map((d) => d.lane)).toEqual(['background', 'live'])
  })

  it('moves for 301 and 308 through a chain, and keeps its ids', async () => {
    server.play('/b', feedCases.redirect(308, '/c'))
    let now = rssDocument(items('a'))
    server.play('/c', () => feedCases.plain(now))
    play(feedCases.redirect(301, '/b'))
    await have('Text a')
    await asked(3, '/c')
    expect(server.requests.filter((r) => r.path === '/feed').length).toBe(1)
    now = rssDocument([{ guid: 'a', html: 'Changed' }])
    await have('Changed')
  })

  it.each([302, 303, 307] as const)('does not move for %i', async (status) => {
    server.play('/b', feedCases.redirect(301, '/c'))
    server.play('/c', feedCases.plain(rssDocument(items('a'))))
    play(feedCases.redirect(status, '/b'))
    await have('Text a')
    await asked(3)
  })

  it('ends a circle of redirects', async () => {
    server.play('/b', feedCases.redirect(302, '/feed'))
    play(feedCases.redirect(302, '/b'))
    await state('unreachable')
    expect(trouble()).toContain('circle')
  })

  it.each(['file:///etc/passwd', 'gopher://127.0.0.1/', 'http://10.0.0.1/', 'http://[::1]/', 'http://u:p@127.0.0.1/'])(
    'does not follow to %s',
    async (location) => {
      play(feedCases.redirect(302, location))
      await state('unreachable')
      expect(trouble()).toMatch(/not a public address|user name/)
    },
  )

  it('asks no more after 410', async () => {
    play(feedCases.status(410))
    await state('ended')
    await run.done
    await quiet()
  })

  it('slows down for 404', async () => {
    play(feedCases.status(404), '/feed', { intervalSeconds: 0.1 })
    await state('unreachable')
    expect(trouble()).toContain('404')
    await asked(4)
    const [a, b, c, d] = server.requests.map((r) => r.at) as [number, number, number, number]
    expect(d - c).toBeGreaterThan(c - b)
    expect(c - b).toBeGreaterThan(b - a)
  })

  it.each([
    [429, 'rate-limited', { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() }],
    [429, 'rate-limited', { 'retry-after': '3600' }],
    [503, 'rate-limited', { 'retry-after': '3600' }],
    [401, 'auth-failed', { 'retry-after': '3600' }],
  ])('waits as long as %i says (%s)', async (status, word, headers) => {
    play(feedCases.status(status, headers))
    await state(word)
    expect((harness.health.at(-1)?.until ?? 0) - Date.now()).toBeGreaterThan(3_500_000)
    await quiet()
  })

  it('unpacks gzip, and stops a bomb at the limit', async () => {
    const bomb = server.play('/bomb', feedCases.gzipBomb(64))
    const good = server.play('/good', feedCases.gzip(rssDocument(items('a'))))
    run = harness.start(feedsConnector(source([bomb, good], { maxBytes: 1_000_000 })))
    await have('Text a')
    await until('the bomb to be told', () => trouble().includes('over 1000000 bytes unpacked'))
    expect(harness.health.at(-1)?.state).toBe('live')
  })

  it('reads a feed without a content type, or with a false one', async () => {
    const none = server.play('/none', feedCases.noType(rssDocument(items('a'))))
    const html = server.play('/html', feedCases.plain(rssDocument(items('b')), { 'content-type': 'text/html' }))
    run = harness.start(feedsConnector(source([none, html])))
    await have('Text a', 'Text b')
  })

  it('keeps the items of a body that was cut off, and asks for it again', async () => {
    const whole = rssDocument(items('a', 'b', 'c'))
    play((_request, n) => (n === 0 ? feedCases.cut(whole, whole.indexOf('Text c')) : feedCases.plain(whole)))
    await have('Text a', 'Text b', 'Text c')
    expect(harness.items('post').map((p) => p.revision)).toEqual([null, null, null])
  })

  it('gives up a body that drips', async () => {
    play(feedCases.drip(rssDocument(items('a')), 20), '/feed', { timeoutSeconds: 0.3 })
    await state('unreachable')
    expect(trouble()).toContain('in time')
  })

  it('reads a feed of ten megabytes', async () => {
    const many = Array.from({ length: 2_000 }, (_, i) => ({
      guid: `g${i}`,
      html: `${i} ${'lorem ipsum '.repeat(420)}`,
    }))
    const body = rssDocument(many)
    expect(body.length).toBeGreaterThan(10_000_000)
    play(feedCases.plain(body))
    await until('all items', () => harness.items('post').length === 2_000)
    expect(harness.largestDelivery).toBeLessThanOrEqual(500)
  })

  it('tells an answer that is no feed once, and is not live until it is one again', async () => {
    let now: FakeAnswer = feedCases.plain('<!doctype html><html><body>Sign in</body></html>')
    play(() => now, '/feed', { intervalSeconds: 0.02 })
    await asked(4)
    expect(harness.items('bad').length).toBe(1)
    expect(harness.items('bad')[0]).toMatchObject({ code: 'ML_SOURCE_PAYLOAD' })
    expect(harness.health.at(-1)?.state).toBe('unreachable')
    now = feedCases.plain(rssDocument(items('a')))
    await have('Text a')
    await state('live')
  })

  it('does not delete what leaves the feed, and knows it when it comes back', async () => {
    let now = rssDocument(items('a', 'b'))
    play(() => feedCases.plain(now))
    await have('Text a', 'Text b')
    now = rssDocument(items('b'))
    await wait(200, new AbortController().signal)
    now = rssDocument(items('b', 'a'))
    await wait(200, new AbortController().signal)
    expect(harness.delivered.length).toBe(2)
  })

  it('records a hole when the feed was unreachable for more than two intervals, and closes it', async () => {
    let down = false
    play((_r) => (down ? feedCases.reset() : feedCases.plain(rssDocument(items('a')))), '/feed', {
      intervalSeconds: 0.1,
    })
    await have('Text a')
    down = true
    await until('a hole', () => harness.items('hole').length === 1)
    down = false
    await until('its end', () => harness.items('hole').length === 2)
    const [open, closed] = harness.items('hole')
    expect(open).toMatchObject({ to: null, reason: 'unreachable' })
    expect(closed).toMatchObject({ id: open?.id, from: open?.from })
    expect(closed?.to).toBeGreaterThan(open?.from ?? 0)
  })

  it('follows the pages of a JSON Feed on its first reading and leaves a circle', async () => {
    const page = (guid: string, next: string) => jsonFeedDocument([{ guid, html: `Text ${guid}` }], { next_url: next })
    const type = { 'content-type': 'application/feed+json' }
    server.play('/2', feedCases.plain(page('b', '/3'), type))
    server.play('/3', feedCases.plain(page('c', '/feed'), type))
    play(feedCases.plain(page('a', '/2'), type))
    await have('Text a', 'Text b', 'Text c')
    await asked(3)
    expect(server.requests.filter((r) => r.path === '/2').length).toBe(1)
  })

  it('stops when a JSON Feed says that it is over', async () => {
    play(feedCases.plain(jsonFeedDocument([{ guid: 'a', html: 'Text a' }], { expired: true })))
    await have('Text a')
    await run.done
    expect(harness.health.at(-1)?.state).toBe('ended')
  })

  it('asks one host one thing at a time, with a pause between', async () => {
    const slow = (path: string): string =>
      server.play(path, () => ({
        send: (response) =>
          void setTimeout(
            () => response.writeHead(200, { 'content-type': 'text/xml' }).end(rssDocument(items(path))),
            60,
          ),
      }))
    const feeds = ['/1', '/2', '/3', '/4'].map(slow)
    run = harness.start(feedsConnector(source(feeds, { intervalSeconds: 60, hostGapSeconds: 0.05 })))
    await until('all', () => harness.items('post').length === 4)
    expect(server.mostAtOnce()).toBe(1)
  })

  it('shows the parameters of an address to nobody: they may hold a key', async () => {
    play(feedCases.plain(rssDocument(items('a'))), '/feed?key=geheim')
    await have('Text a')
    await run.stop()
    run = harness.start(feedsConnector(source([server.play('/bad?key=geheim', feedCases.plain('no feed'))])))
    await until('a bad item', () => harness.items('bad').length > 0)
    expect(JSON.stringify([harness.delivered, harness.health, harness.logs])).not.toContain('geheim')
  })

  it('keeps a plan over a restart: a feed that was just read is not asked again', async () => {
    const feed = play(feedCases.plain(rssDocument(items('a'))), '/feed', { intervalSeconds: 60 })
    await have('Text a')
    await wait(100, new AbortController().signal)
    await run.stop()
    run = harness.start(feedsConnector(source([feed], { intervalSeconds: 60 })))
    await quiet()
    expect(server.requests.length).toBe(1)
  })
})
