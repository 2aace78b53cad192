import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PostMentions } from '@moodlight/core'
import { type OpenLog, openLog } from '@moodlight/log-sqlite'
import { createMetrics, renderMetrics } from '@moodlight/runtime'
import { type OpenStore, openStore } from '@moodlight/store-sqlite'
import { aHole, aMention, anAuthor, aPost, aPostMentions, aTombstone, DAY, HOUR, MINUTE, T0 } from '@moodlight/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StillClock, silentLogger, testApp, testDeps } from '../test/setup.ts'
import { SseClient } from '../test/sse-client.ts'
import { ServerConfig } from './config.ts'
import { type RunningQuery, startQuery } from './start.ts'

const LABELS = ['negative', 'neutral', 'positive'] as const
const LANGUAGES = ['eng', 'nld', 'zho', 'fas'] as const

/** Ten weeks of posts with a rhythm, from a fixed sequence: four languages, two sources, every voice, copies and replies. */
function history(): PostMentions[] {
  const out: PostMentions[] = []
  let x = 1
  const next = (n: number) => {
    x = (x * 48_271) % 2_147_483_647
    return x % n
  }
  for (let i = 0; i < 6000; i++) {
    const at = T0 - next(10 * 7 * 24 * 4) * 15 * MINUTE - next(15 * MINUTE)
    // Copies stay together: two days of every six, so that stories (gaps of up to three days) are the same for every definition.
    const copy = next(4) === 0 && at % (6 * DAY) < 2 * DAY
    const text = copy
      ? `copied words number ${next(4)} of slot ${Math.floor(at / (6 * DAY))} by many people`
      : `word${i} w${next(999)} and x${next(9999)} of ${i * 7}`
    const brand = next(3) === 0 ? 'abn' : 'ing'
    const both = next(9) === 0
    const mention = {
      label: LABELS[next(10) < 3 ? 0 : next(2) + 1]!,
      voice: next(15) === 0 ? ('own' as const) : ('public' as const),
      certainty: next(20) === 0 ? ('unsure' as const) : ('sure' as const),
    }
    const similarity = [next(65_536), next(65_536), next(65_536), next(65_536)]
      .map((n) => n.toString(16).padStart(4, '0'))
      .join('')
    out.push(
      aPostMentions(
        aPost({
          nativeId: `h${i}`,
          at,
          seenAt: at + 500,
          text,
          author: `author${next(900)}`,
          source: next(4) ? 'big' : 'small',
          ...(!copy && { similarity }),
        }),
        [
          aMention({ brand, ...mention }),
          ...(both ? [aMention({ brand: 'mellat', unscored: 'uncovered-language' })] : []),
        ],
        { language: LANGUAGES[next(4)]!, origin: { offset: i, lane: 'background' } },
      ),
    )
  }
  return out
}

describe('query over the real log and store', () => {
  const dir = mkdtempSync(join(tmpdir(), 'query-'))
  const clock = new StillClock()
  let log: OpenLog
  let store: OpenStore
  let running: RunningQuery
  let memory: Awaited<ReturnType<typeof testApp>>
  const metrics = createMetrics()

  beforeAll(async () => {
    log = await openLog({ file: join(dir, 'log.db'), synchronous: 'off' })
    store = await openStore({ file: join(dir, 'store.db'), synchronous: 'off', clock })
    memory = await testApp({ clock })
    const records = history()
    for (let i = 0; i < records.length; i += 500) await store.store.apply(records.slice(i, i + 500))
    const hole = aHole('h', { source: 'big', from: T0 - 30 * HOUR, to: T0 - 28 * HOUR })
    await store.store.apply([hole, anAuthor('author1')])
    memory.store.holeList.push(hole)
    memory.store.authorRecords.set(anAuthor('author1').key, anAuthor('author1'))
    memory.store.put(...records)
    const { deps } = testDeps()
    running = await startQuery({
      ...deps,
      log: log.log,
      store: store.store,
      state: store.state,
      server: ServerConfig.parse({ port: 0 }),
      clock,
      logger: silentLogger,
      metrics,
    })
  })
  afterAll(async () => {
    await memory?.app.close()
    await running?.stop()
    await store?.close()
    await log?.close()
    rmSync(dir, { recursive: true })
  })

  const real = async (path: string) => (await fetch(`${running.address}${path}`)).json()

  test.each([
    '/api/v1/moods',
    '/api/v1/moods?window=1h',
    '/api/v1/moods?window=7d&language=nl,fa',
    '/api/v1/moods?brand=ing&from=-20d&source=small',
    '/api/v1/timeline?brand=ing',
    '/api/v1/timeline?brand=ing&step=1h&from=-3d',
    '/api/v1/timeline?brand=abn&step=1d&from=-60d&zone=Asia/Tehran',
    '/api/v1/timeline?brand=ing&step=1h&from=-14d&source=big&language=eng',
    '/api/v1/stories?brand=ing&label=negative&limit=1&from=-12d',
    '/api/v1/mentions?limit=200',
    '/api/v1/mentions?limit=50&order=oldest&brand=ing&label=negative',
    '/api/v1/mentions?limit=1000&certainty=any&voice=own',
    `/api/v1/mentions?words=${encodeURIComponent('"copied words" 7')}&limit=100`,
    '/api/v1/mentions?brand=mellat&label=unscored&limit=30&from=-2w',
  ])('%s: the store says what the plain arrays say', async (path) => {
    const [one, other] = [await real(path), (await memory.get(path)).json()]
    expect(one.error).toBeUndefined()
    // Cursors are the adapter's own. Which of several equal stories is shown first is not promised.
    for (const answer of [one, other]) {
      delete answer.next
      // Holes are marks too; that is the store's own work.
      delete answer.marks
      for (const mood of answer.moods ?? []) mood.topNegative = mood.topNegative !== null
      if (answer.stories) answer.stories = answer.stories.map((story: { labels: object }) => story.labels)
    }
    expect(one).toEqual(other)
  })

  test('all pages hold every mention once, in order', async () => {
    const all = (await memory.get('/api/v1/mentions.jsonl?order=newest&certainty=any')).text.trimEnd().split('\n')
    const ids: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { mentions: { id: string }[]; next: string | null } = await real(
        `/api/v1/mentions?certainty=any&limit=700${cursor && `&cursor=${cursor}`}`,
      )
      ids.push(...page.mentions.map((m) => m.id))
      cursor = page.next
    }
    expect(ids).toEqual(all.map((line) => JSON.parse(line).id))
    const csv = await (await fetch(`${running.address}/api/v1/mentions.csv?certainty=any`)).text()
    expect(csv.split('\r\n')).toHaveLength(ids.length + 2)
  })

  test('a live mention reaches the page, survives a break of the line, and is retracted', async () => {
    const url = `${running.address}/api/v1/live`
    const first = await SseClient.open(url)
    await first.until(() => first.named('hello').length === 1)
    const record = (id: string) => aPostMentions(aPost({ nativeId: id, author: 'author1', text: `live ${id} for ING` }))
    const append = (id: string) =>
      log.log.append('mentions', [{ key: `test:${id}`, value: JSON.stringify(record(id)), lane: 'live' }])
    for (let i = 0; i < 50; i++) await append(`l${i}`)
    await first.until(() => first.named('mention').length === 50)
    expect(first.named('mention')[0].author.handle).toBe('author1')
    first.close()
    for (let i = 50; i < 400; i++) await append(`l${i}`)
    const second = await SseClient.open(url, { 'last-event-id': first.lastId! })
    for (let i = 400; i < 450; i++) await append(`l${i}`)
    await second.until(() => second.named('mention').length >= 400)
    const seen = second.named('mention').map((m) => m.post)
    expect(new Set(seen).size).toBe(seen.length)
    expect(new Set([...first.named('mention').map((m) => m.post), ...seen]).size).toBe(450)
    await log.log.append('mentions', [
      { key: 'test:l1', value: JSON.stringify(aTombstone('test:l1')), lane: 'live' },
      { key: 'test:bg', value: JSON.stringify(record('bg')), lane: 'background' },
    ])
    await second.until(() => second.named('retract').length === 1)
    second.close()
    expect(second.named('mention').some((m) => m.post === 'test:bg')).toBe(false)
  })

  test('the port taken and addresses of others are refused in one sentence', async () => {
    const { deps } = testDeps()
    const at = (server: object) => startQuery({ ...deps, server: ServerConfig.parse(server), metrics: createMetrics() })
    await expect(at({ port: running.port })).rejects.toMatchObject({ code: 'ML_PORT_IN_USE' })
    await expect(at({ host: '0.0.0.0', port: 0 })).rejects.toMatchObject({ code: 'ML_BIND_REFUSED' })
    await expect(at({ host: '192.168.1.10', port: 0 })).rejects.toMatchObject({ code: 'ML_BIND_REFUSED' })
  })

  test('headers that are none, and headers without end, get a coded answer', async () => {
    const { connect } = await import('node:net')
    const raw = (text: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(running.port, '127.0.0.1', () => socket.write(text))
        let answer = ''
        socket.on('data', (d) => {
          answer += d
        })
        socket.on('close', () => resolve(answer))
        socket.on('error', () => resolve(answer))
      })
    expect(await raw('GARBAGE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*ML_QUERY_INVALID/)
    expect(await raw(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 [\s\S]*ML_QUERY_INVALID/,
    )
    expect(await raw('GET /api/v1/brands HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 421 /,
    )
    expect(await raw('GET / HTTP/1.1\r\nhost: a\r\nhost: localhost\r\nconnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 4/,
    )
  })

  test('latency of the feed is measured', async () => {
    expect(
      (await renderMetrics([await metrics.snapshot()])).match(/moodlight_feed_latency_seconds_count ([1-9])/),
    ).not.toBeNull()
  })
})
