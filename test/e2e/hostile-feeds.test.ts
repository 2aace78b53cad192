import { type FeedServer, startFeedServer } from '@moodlight/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FEEDS, type FeedEnd, PRIVATE_FEEDS } from './cases/feeds.ts'
import { HOOK, pause, type Rig, rig, WEBHOOKS } from './rig.ts'

let server: FeedServer
let r: Rig
const names = Object.keys(FEEDS)

/** One source for each feed, so that ledger and dead letters tell them apart. */
const source = (id: string, url: string, allow: string) =>
  `  - { id: feed-${id}, type: feeds, feeds: ["${url}"], allowPrivate: [${allow}], maxBytes: 10000000, timeoutSeconds: 2, hostGapSeconds: 0 }\n`

beforeAll(async () => {
  server = await startFeedServer()
  const host = `"${new URL(server.origin).hostname}"`
  const own = Object.entries(FEEDS).map(([name, [answer]]) =>
    source(name, server.play(`/${name}`, answer(server.origin)), host),
  )
  const inside = PRIVATE_FEEDS.map((url, i) => source(`private-${i}`, url, ''))
  r = await rig([HOOK, ...own, ...inside].join(''), WEBHOOKS)
  await r.up()
  await r.marker()
})
afterAll(async () => {
  await r.close()
  await server.close()
})

interface Source {
  source: string
  state: string
  detail: string
}

async function health(id: string): Promise<Source> {
  const { sources } = await r.ask<{ sources: Source[] }>('/sources')
  return sources.find((s) => s.source === id) as Source
}

/** Waits until the feed has been looked at once. */
async function looked(id: string): Promise<Source> {
  for (;;) {
    const found = await health(id)
    if (found && found.state !== 'connecting') return found
    await pause(50)
  }
}

/** The code with which a feed was refused, from the log. */
const codeInLog = (id: string) =>
  r
    .running()
    .said()
    .split('\n')
    .filter((l) => l.includes(id) && l.includes('cannot be read'))
    .map((l) => /ML_[A-Z_]+/.exec(l)?.[0])[0]

async function endOf(id: string): Promise<FeedEnd | { dead: string }> {
  await looked(id)
  const { ok = 0, ...rest } = await r.ledger(id)
  const dead = Object.keys(rest).find((key) => key.startsWith('dead '))
  if (dead) return { dead: dead.slice(5) }
  const refused = codeInLog(id)
  return refused === undefined ? { ok } : { refused }
}

test.each(names)('the feed %s', async (name) => {
  const [, end] = FEEDS[name] as (typeof FEEDS)[string]
  expect(await endOf(`feed-${name}`), JSON.stringify(await health(`feed-${name}`))).toEqual(end)
  await r.marker()
})

test.each(PRIVATE_FEEDS.map((url, i) => [url, i] as const))('no request goes to %s', async (_, i) => {
  const { state } = await looked(`feed-private-${i}`)
  expect(state).not.toBe('live')
  expect(codeInLog(`feed-private-${i}`)).toBe('ML_SOURCE_FORBIDDEN_ADDRESS')
})

test('what was taken of them is stored, without what they wanted us to fetch or grow', async () => {
  await r.settled()
  const { mentions } = await r.ask<{ mentions: { source: string; text: string; url: string | null }[] }>(
    '/mentions?limit=1000',
  )
  const taken = new Set(mentions.map((m) => m.source))
  for (const name of ['good', 'last-good', 'deep', 'controls', 'same-guid']) expect(taken).toContain(`feed-${name}`)
  for (const { text, url } of mentions) {
    expect(text.length).toBeLessThan(100_000)
    expect(text).not.toContain('root:')
    expect(url ?? 'https:').toMatch(/^https?:/)
  }
  expect(await r.running().stop()).toBe(0)
})
