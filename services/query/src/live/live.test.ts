import { type MentionsRecord, MoodlightError } from '@moodlight/core'
import type { EventLog } from '@moodlight/ports'
import { aMention, anAuthor, aPost, aPostMentions, aPurge, aTick, aTombstone, T0 } from '@moodlight/testkit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testDeps } from '../../test/setup.ts'
import { SseClient } from '../../test/sse-client.ts'
import { createApp, type QueryApp } from '../app.ts'
import { ServerConfig } from '../config.ts'

describe('the live feed over real HTTP', () => {
  let t: ReturnType<typeof testDeps> & QueryApp
  let base: string
  const clients: SseClient[] = []
  beforeEach(async () => {
    const made = testDeps({ server: ServerConfig.parse({ port: 0, maxLive: 5 }) })
    t = { ...made, ...(await createApp(made.deps)) }
    base = await t.app.listen({ host: '127.0.0.1', port: 0 })
    t.setBound({ host: '127.0.0.1', port: Number(new URL(base).port) })
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close()
    await t.app.close()
  })

  const open = async (query = '', headers: Record<string, string> = {}) => {
    const client = await SseClient.open(`${base}/api/v1/live${query}`, headers)
    clients.push(client)
    await client.until(() => client.named('hello').length === 1)
    return client
  }
  const append = (...events: MentionsRecord[]) =>
    (t.deps.log as EventLog).append(
      'mentions',
      events.map((e) => ({ key: 'post' in e ? e.post.id : 'k', value: JSON.stringify(e), lane: 'live' as const })),
    )
  const post = (id: string, brands: string[] = ['ing'], part = {}) =>
    aPostMentions(
      aPost({ nativeId: id, text: `post ${id} about ING`, ...part }),
      brands.map((brand) => aMention({ brand })),
    )
  const posts = (client: SseClient) => client.named('mention').map((m) => m.post)

  test('greets, then tells mentions as the API shows them, with the author', async () => {
    const client = await open()
    expect(client.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    expect(client.named('hello')[0]).toMatchObject({ versions: { api: '1', settings: 7 }, demo: false })
    await append(anAuthor('anna'), post('1', ['ing', 'abn']))
    await client.until(() => posts(client).length === 2)
    expect(client.named('mention')[0]).toMatchObject({
      id: 'test:1~ing',
      text: 'post 1 about ING',
      author: { handle: 'anna' },
      brands: [{ brand: 'ing' }, { brand: 'abn' }],
      story: { posts: 1 },
    })
  })

  test('each reader has its own filter', async () => {
    const [abn, words, both] = [
      await open('?brand=abn'),
      await open(`?words=${encodeURIComponent('"post 2"')}`),
      await open('?brand=abn,ing&certainty=any'),
    ]
    await append(post('1', ['ing']), post('2', ['ing']), post('3', ['abn']))
    await both.until(() => posts(both).length === 3)
    await abn.until(() => posts(abn).length === 1)
    await words.until(() => posts(words).length === 1)
    expect([posts(abn), posts(words)]).toEqual([['test:3'], ['test:2']])
  })

  test('deletions, purges and edits that drop a brand', async () => {
    const client = await open()
    await append(post('1', ['ing', 'abn']), post('2'))
    await append(post('1', ['abn'], { revision: 1 }), aTombstone('test:2'), aPurge('anna', T0))
    await client.until(() => client.named('gap').length === 1)
    expect(client.named('retract')).toEqual([
      { post: 'test:1', brands: ['ing'] },
      { post: 'test:2', brands: null },
    ])
    await append(post('1', [], { revision: 2 }))
    await client.until(() => client.named('retract').length === 3)
    expect(client.named('retract').at(-1)).toEqual({ post: 'test:1', brands: null })
  })

  test('a reader that comes back misses nothing and sees nothing twice', async () => {
    const first = await open()
    for (let i = 0; i < 20; i++) await append(post(`a${i}`))
    await first.until(() => posts(first).length === 20)
    first.close()
    for (let i = 0; i < 300; i++) await append(post(`b${i}`))
    const appending = (async () => {
      for (let i = 0; i < 300; i++) await append(post(`c${i}`))
    })()
    const second = await open('', { 'last-event-id': first.lastId! })
    await appending
    await second.until(() => posts(second).length >= 600)
    const seen = posts(second)
    expect(new Set(seen).size).toBe(600)
    expect(seen).toHaveLength(600)
    expect(second.named('gap')).toHaveLength(0)
    // Order holds per key; across partitions the log promises none.
    expect(seen).not.toContain('test:a19')
  })

  test('an unknown last id is a gap and no error', async () => {
    const client = await open('?lastEventId=nonsense')
    await client.until(() => client.named('gap').length === 1)
    await append(post('1'))
    await client.until(() => posts(client).length === 1)
  })

  test('what is no event of ours does not stop the feed', async () => {
    const client = await open()
    await (t.deps.log as EventLog).append('mentions', [
      { key: 'x', value: 'not json', lane: 'live' },
      { key: 'x', value: '{"type":"mentions","v":99}', lane: 'live' },
      { key: 'x', value: 'null', lane: 'live' },
    ])
    await append(post('1'))
    await client.until(() => posts(client).length === 1)
  })

  test('a log that fails is tried again, and the feed goes on', async () => {
    const client = await open()
    const { log } = t
    const tail = log.tail.bind(log)
    let failures = 0
    log.tail = async (...args) => {
      if (failures++ < 2) throw new MoodlightError('ML_LOG_CLOSED', 'closed')
      return tail(...args)
    }
    const other = testDeps({ log })
    const second = await createApp(other.deps)
    const address = await second.app.listen({ host: '127.0.0.1', port: 0 })
    second.setBound({ host: '127.0.0.1', port: Number(new URL(address).port) })
    const late = await SseClient.open(`${address}/api/v1/live`)
    await late.until(() => late.named('hello').length === 1)
    while (failures < 3) await new Promise((resolve) => setTimeout(resolve, 20))
    await append(post('1'))
    await late.until(() => posts(late).length === 1)
    await client.until(() => posts(client).length === 1)
    late.close()
    await second.app.close()
  })

  test('a reader that stopped reading holds bounded memory while others get everything', async () => {
    const [paused, other] = [await open(), await open()]
    paused.response.pause()
    const text = 'ING '.repeat(1000)
    let most = 0
    for (let i = 0; i < 2000; i++) {
      await append(post(`${i}`, ['ing'], { text, contentHash: i.toString(16).padStart(16, '0') }))
      most = Math.max(most, t.context.live.held)
      if (i % 50 === 49) await other.until(() => posts(other).length >= i + 1)
    }
    expect(other.named('gap')).toHaveLength(0)
    expect(posts(other)).toHaveLength(2000)
    // Two readers, each 256 KiB queued, 64 KiB and one event in the socket.
    expect(most).toBeLessThan(2 * (256 + 64 + 32) * 1024)
    paused.response.resume()
    await paused.until(() => posts(paused).at(-1) === 'test:1999')
    expect(paused.named('gap').length).toBeGreaterThan(0)
    expect(posts(paused).length).toBeLessThan(2000)
  })

  test('no more readers than allowed, and places come free', async () => {
    for (let i = 0; i < 5; i++) await open()
    const answer = await fetch(`${base}/api/v1/live`)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
    expect((await answer.json()).error.code).toBe('ML_BUSY')
    clients.shift()!.close()
    while (t.context.live.size === 5) await new Promise((resolve) => setTimeout(resolve, 5))
    await open()
  })

  test('moods are pushed when they changed, only to those who want the brand', async () => {
    const [ing, abn] = [await open('?brand=ing'), await open('?brand=abn')]
    t.store.put(...Array.from({ length: 30 }, (_, i) => post(`m${i}`, ['ing'], { author: `a${i}`, at: T0 - i })))
    await append(post('1'))
    await ing.until(() => ing.named('mood').some((moods) => moods[0].colour === 'green'))
    expect(
      ing
        .named('mood')
        .flat()
        .every((m) => m.brand === 'ing'),
    ).toBe(true)
    expect(
      abn
        .named('mood')
        .flat()
        .every((m) => m.brand === 'abn'),
    ).toBe(true)
  })

  test('ticks that stop make everything stale', async () => {
    const client = await open()
    expect(t.context.live.standsStill()).toBe(false)
    await append(aTick(T0), post('1'))
    await client.until(() => posts(client).length === 1)
    t.store.put(post('1'))
    t.clock.at = T0 + 60_000
    expect(t.context.live.standsStill()).toBe(true)
    const { moods } = await (await fetch(`${base}/api/v1/moods?brand=ing`)).json()
    expect(moods[0].freshness.stale).toBe(true)
    expect((await fetch(`${base}/readyz`)).status).toBe(503)
  })

  test('closing ends every connection', async () => {
    const client = await open()
    const ended = new Promise((resolve) => client.response.once('close', resolve))
    await t.app.close()
    await ended
    expect(t.context.live.size).toBe(0)
  })
})
