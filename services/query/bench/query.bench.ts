import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, get, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MOOD_VOICES, systemClock } from '@moodlight/core'
import { openLog } from '@moodlight/log-sqlite'
import { createMetrics } from '@moodlight/runtime'
import { openStore } from '@moodlight/store-sqlite'
import { aMention, aPost, aPostMentions, HOUR } from '@moodlight/testkit'
import { ServerConfig } from '../src/config.ts'
import { startQuery } from '../src/start.ts'
import { BRANDS, testDeps } from '../test/setup.ts'

/**
 * "moods": the answer for three brands over HTTP against the bare store calls that it cannot do without (counts and
 * spread), on 60,000 mentions in seven days. "fan-out": live mentions from the log to 50 readers against a bare node:http
 * server that writes the same events to as many; deliveries per second. Rounds are interleaved, the median counts.
 */
const [POSTS, READERS, EVENTS, ROUNDS] = [60_000, 50, 2000, 5]
const dir = mkdtempSync(join(tmpdir(), 'query-bench-'))
const log = await openLog({ file: join(dir, 'log.db'), synchronous: 'off' })
const store = await openStore({ file: join(dir, 'store.db'), synchronous: 'off' })
const now = Date.now()
const LABELS = ['negative', 'neutral', 'positive'] as const
for (let i = 0; i < POSTS; i += 1000)
  await store.store.apply(
    Array.from({ length: 1000 }, (_, k) => i + k).map((n) =>
      aPostMentions(
        aPost({
          nativeId: `p${n}`,
          author: `a${n % 5000}`,
          text: `post ${n} of ${n * 7} words`,
          at: now - Math.floor((n * 168 * HOUR) / POSTS),
        }),
        [aMention({ brand: BRANDS[n % 3]!.id, label: LABELS[n % 3]! })],
        { origin: { offset: n } },
      ),
    ),
  )
const { deps } = testDeps()
const server = ServerConfig.parse({ port: 0, maxLive: READERS + 5 })
const running = await startQuery({
  ...deps,
  log: log.log,
  store: store.store,
  state: store.state,
  clock: systemClock,
  server,
  metrics: createMetrics(),
})

const results = new Map<string, number[]>()
const note = (name: string, value: number) => results.set(name, [...(results.get(name) ?? []), value])
const timed = async (work: () => Promise<unknown>) => {
  const start = performance.now()
  await work()
  return performance.now() - start
}
const ids = BRANDS.map((b) => b.id)

/** Opens readers and resolves once each of them has read `EVENTS` mentions after `begin`. */
async function readers(url: string, begin: () => Promise<unknown>): Promise<void> {
  const open = await Promise.all(
    Array.from(
      { length: READERS },
      () => new Promise<import('node:http').IncomingMessage>((resolve) => get(url, { agent: false }, resolve)),
    ),
  )
  const done = open.map(
    (response) =>
      new Promise<void>((resolve) => {
        let n = 0
        response.on('data', (chunk: Buffer) => {
          for (let i = chunk.indexOf('event: mention'); i >= 0; i = chunk.indexOf('event: mention', i + 1)) n++
          if (n >= EVENTS) resolve()
        })
      }),
  )
  const took = await timed(() => Promise.all([begin(), ...done]))
  for (const response of open) response.destroy()
  note(url.startsWith(running.address) ? 'fan-out' : 'raw fan-out', (READERS * EVENTS * 1000) / took)
}

const sinks = new Set<ServerResponse>()
const raw = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
  sinks.add(response)
  response.on('close', () => sinks.delete(response))
}).listen(0, '127.0.0.1')
await new Promise((resolve) => raw.once('listening', resolve))

for (let round = 0; round < ROUNDS; round++) {
  await new Promise((resolve) => setTimeout(resolve, 5100)) // Walks are kept for five seconds.
  const to = (Math.floor(Date.now() / 900_000) + 1) * 900_000
  const range = { from: to - 24 * HOUR, to }
  note(
    'raw moods',
    await timed(() =>
      Promise.all([
        store.store.counts({ brands: ids, ...range, step: 900_000, by: ['language'] }),
        ...ids.map((id) => store.store.spread({ brands: [id], ...range, certainty: 'sure', voices: MOOD_VOICES })),
      ]),
    ),
  )
  note('moods', await timed(async () => (await fetch(`${running.address}/api/v1/moods`)).json()))
  const records = Array.from({ length: EVENTS }, (_, i) =>
    aPostMentions(
      aPost({ nativeId: `l${round}-${i}`, text: `live post ${i} about ING, as long as posts are on average` }),
    ),
  ).map((record) => ({ key: record.post.id, value: JSON.stringify(record), lane: 'live' as const }))
  await readers(`${running.address}/api/v1/live`, async () => {
    for (let i = 0; i < EVENTS; i += 20) {
      await log.log.append('mentions', records.slice(i, i + 20))
    }
  })
  const event = `event: mention\ndata: ${'x'.repeat(1100)}\n\n`
  await readers(`http://127.0.0.1:${(raw.address() as AddressInfo).port}/`, async () => {
    for (let i = 0; i < EVENTS; i++) {
      for (const sink of sinks) sink.write(event)
      if (i % 20 === 19) await new Promise((resolve) => setImmediate(resolve))
    }
  })
}

const median = (name: string) => results.get(name)!.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!
for (const [name, unit, better] of [
  ['moods', 'ms', 'less'],
  ['fan-out', 'deliveries/s', 'more'],
] as const) {
  const [value, baseline] = [median(name), median(`raw ${name}`)]
  const ratio = better === 'less' ? baseline / value : value / baseline
  console.log(
    JSON.stringify({
      bench: 'query',
      case: name,
      value: Math.round(value * 10) / 10,
      unit,
      baseline: Math.round(baseline * 10) / 10,
      ratio: Math.round(ratio * 1000) / 1000,
    }),
  )
}
raw.close()
raw.closeAllConnections()
await running.stop()
await store.close()
await log.close()
rmSync(dir, { recursive: true })
