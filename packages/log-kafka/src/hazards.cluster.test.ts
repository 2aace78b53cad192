import type { LogRecord } from '@moodlight/ports'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { brokers, deleteTopics, freshPrefix, setPlace, setRetention, testOptions } from '../test/brokers.ts'
import { FaultProxy } from '../test/fault-proxy.ts'
import type { KafkaOptions } from './config.ts'
import { checkKafkaLog, openKafkaLog } from './index.ts'
import { open } from './open.ts'

/** The faults of kafkajs and of networks, one test each, against real brokers. */
const used: KafkaOptions[] = []

function fresh(more: Partial<KafkaOptions> = {}): KafkaOptions {
  const options = testOptions(freshPrefix(), more)
  used.push(options)
  return options
}

async function opened(options: KafkaOptions) {
  const one = await open(options)
  onTestFinished(() => one.log.close())
  return one.log
}

async function proxied() {
  const proxy = await FaultProxy.before(brokers())
  onTestFinished(() => proxy.close())
  return proxy
}

afterAll(async () => {
  for (const { topicPrefix } of used) await deleteTopics(testOptions(topicPrefix))
})

const numbered = (n: number, first = 0) =>
  Array.from({ length: n }, (_, i) => ({
    key: `net:${first + i}`,
    value: JSON.stringify({ n: first + i }),
    lane: 'live' as const,
  }))
const numberOf = (record: LogRecord) => (JSON.parse(record.value) as { n: number }).n
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)
const sorted = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b)
const row = (n: number) => ({ stage: 's', source: 'x', lane: 'live' as const, outcome: 'ok' as const, reason: '', n })
const commitOf = (records: readonly LogRecord[]) => {
  const next = new Map(records.map(({ position: p }) => [`${p.lane}/${p.partition}`, { ...p, offset: p.offset + 1 }]))
  return { next: [...next.values()], outputs: [], ledger: [row(records.length)] }
}

test('idle: no timer runs, where kafkajs has one that fires 800 times a second', async () => {
  const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const log = await opened(fresh())
  await log.append('posts', numbered(10))
  await log.read('posts', { lane: 'live', partition: 0, offset: 0 })
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBeLessThanOrEqual(before)
})

test('a connection cut after the broker took the records: append resolves and nothing is lost', async () => {
  const proxy = await proxied()
  const log = await opened(fresh({ dial: proxy.dial }))
  proxy.cutAfter('"n":7', 2)
  await log.append('posts', numbered(30))
  expect(proxy.cut).toBe(2)
  const reader = await log.reader('g', 'posts')
  const seen = new Set<number>()
  for (
    let got = await reader.next({ max: 100, waitMs: 5000 });
    got.length > 0;
    got = await reader.next({ max: 100, waitMs: 0 })
  )
    for (const record of got) seen.add(numberOf(record))
  expect(sorted(seen)).toEqual(upTo(30))
})

test('a connection cut after the broker took the commit: the ledger counts each position once', async () => {
  const proxy = await proxied()
  const options = fresh({ dial: proxy.dial })
  const log = await opened(options)
  await log.append('posts', numbered(60))
  const reader = await log.reader('cut', 'posts')
  let committed = 0
  // The name of the group stands in commits and heartbeats: both are cut.
  while (committed < 60) {
    const records = await reader.next({ max: 10, waitMs: 5000 })
    if (committed % 20 === 0) proxy.cutAfter(`${options.topicPrefix}cut.posts`, 1)
    await reader.commit(commitOf(records))
    committed += records.length
  }
  expect(proxy.cut).toBeGreaterThan(0)
  expect(await log.ledger()).toEqual([row(60)])
})

test('a commit of several partitions that the next reader of one of them does not see: each position counts once all the same', async () => {
  const options = fresh()
  const log = await opened(options)
  await log.append('posts', numbered(60))
  const first = await log.reader('late', 'posts')
  const records: LogRecord[] = []
  while (records.length < 60) records.push(...(await first.next({ max: 60, waitMs: 5000 })))
  const of = (all: readonly LogRecord[], partition: number) =>
    all.filter(({ position: p }) => p.partition === partition)
  const commit = (all: readonly LogRecord[]) => {
    const rows = [0, 1, 2].map((partition) => ({ ...row(of(all, partition).length), partition }))
    return { ...commitOf(all), ledger: rows.filter(({ n }) => n > 0) }
  }
  await first.commit(commit(records))
  await first.close()
  expect(await log.ledger()).toEqual([row(60)])
  // What it looks like to who asks before the coordinator has it from its replicas: the place of before, without sums.
  await setPlace(options, 'late', 'posts', { partition: 1, offset: 0 })
  const second = await log.reader('late', 'posts')
  const again: LogRecord[] = []
  const size = of(records, 1).length
  while (again.length < size) again.push(...(await second.next({ max: 60, waitMs: 5000 })))
  expect(again.map(numberOf).sort()).toEqual(of(records, 1).map(numberOf).sort())
  await second.commit(commit(again))
  expect(await log.ledger()).toEqual([row(60)])
})

test('a member that is not heard for longer than its session: its commit is refused, the other reads, each position counts once', async () => {
  const proxy = await proxied()
  const options = fresh({ retryMs: 20_000 })
  const frozen = await opened({ ...options, dial: proxy.dial })
  const other = await opened(options)
  await other.append('posts', numbered(90))
  const a = await frozen.reader('g', 'posts')
  const inHand = await a.next({ max: 90, waitMs: 10_000 })
  expect(inHand).toHaveLength(90)
  proxy.freeze()
  const b = await other.reader('g', 'posts')
  const seen: number[] = []
  while (seen.length < 90) {
    const records = await b.next({ max: 30, waitMs: 1000 })
    seen.push(...records.map(numberOf))
    if (records.length > 0) await b.commit(commitOf(records))
  }
  proxy.thaw()
  await expect(a.commit(commitOf(inHand))).rejects.toMatchObject({
    code: 'ML_LOG_COMMIT_STALE',
    details: { moved: true },
  })
  await a.rewind()
  // It comes back into the group, and has its part of what follows.
  await other.append('posts', numbered(90, 90))
  const late = new Set<unknown>()
  while (seen.length < 180) {
    for (const reader of [a, b]) {
      const records = await reader.next({ max: 10, waitMs: 100 })
      if (records.length === 0) continue
      await reader.commit(commitOf(records))
      seen.push(...records.map(numberOf))
      late.add(reader)
    }
  }
  expect(sorted(seen)).toEqual(upTo(180))
  expect(late).toContain(a)
  expect(await other.ledger()).toEqual([row(180)])
})

test('a second member comes while the first is slow: what is in hand is committed, and nothing comes twice', async () => {
  const options = fresh()
  const one = await opened(options)
  const two = await opened(options)
  await one.append('posts', numbered(120))
  const a = await one.reader('g', 'posts')
  const inHand = await a.next({ max: 60, waitMs: 10_000 })
  const b = await two.reader('g', 'posts')
  // Longer than the session: slow work is no reason to lose the place in the group.
  await new Promise((resolve) => setTimeout(resolve, 2500))
  await a.commit(commitOf(inHand))
  const seen = inHand.map(numberOf)
  while (seen.length < 120)
    for (const reader of [a, b]) {
      const records = await reader.next({ max: 10, waitMs: 100 })
      seen.push(...records.map(numberOf))
      if (records.length > 0) await reader.commit(commitOf(records))
    }
  expect(sorted(seen)).toEqual(upTo(120))
  expect(await one.ledger()).toEqual([row(120)])
})

test('a reader goes on after its connections broke, without anybody starting it again', async () => {
  const proxy = await proxied()
  const log = await opened(fresh({ dial: proxy.dial }))
  const reader = await log.reader('g', 'posts')
  const seen: number[] = []
  for (let round = 0; round < 5; round++) {
    await log.append('posts', numbered(20, round * 20))
    proxy.reset()
    while (seen.length < (round + 1) * 20) {
      const records = await reader.next({ max: 7, waitMs: 2000 })
      if (records.length > 0) await reader.commit(commitOf(records))
      seen.push(...records.map(numberOf))
    }
  }
  expect(sorted(seen)).toEqual(upTo(100))
  expect(await log.ledger()).toEqual([row(100)])
})

test('an event of 2 MB passes; a larger one than the topic takes is refused alone', async () => {
  const log = await opened(fresh())
  const big = JSON.stringify({ n: 1, text: '长'.repeat(700_000) })
  const [position] = await log.append('posts', [{ key: 'net:1', value: big, lane: 'live' }])
  expect((await log.read('posts', position!))?.value).toBe(big)
  const tooBig = JSON.stringify({ text: 'x'.repeat(6 << 20) })
  const sending = log.append('posts', [{ key: 'net:1', value: tooBig, lane: 'live' }])
  await expect(sending).rejects.toMatchObject({ code: 'ML_EVENT_TOO_LARGE' })
  await log.append('posts', numbered(1))
})

test('checks: what could lose records is refused, with every problem named; development is an explicit word', async () => {
  const options = fresh({ replication: 1, topicSettings: { 'max.message.bytes': '1000000' } })
  const failure = await openKafkaLog(options).catch((error) => error)
  expect(failure).toMatchObject({ code: 'ML_LOG_UNSAFE' })
  for (const word of ['1 replicas', 'min.insync.replicas is 1', 'max.message.bytes is 1000000', 'posts.live', 'ledger'])
    expect(failure.message).toContain(word)
  const development = await openKafkaLog({ ...options, development: true })
  await development.close()
})

test('checks: with `createTopics: false`, and by `check`, nothing is created and everything that is needed is listed', async () => {
  const options = fresh({ createTopics: false })
  const names = ['posts.live', 'posts.background', 'mentions.live', 'mentions.background', 'ledger']
  for (let i = 0; i < 2; i++) {
    const check = await checkKafkaLog({ ...options, createTopics: true })
    expect(check.missing.map((name) => name.slice(options.topicPrefix.length))).toEqual(names)
    expect(check.topics.every(({ there }) => !there)).toBe(true)
    expect(check.rights.map(({ resource, prefixed }) => [resource, prefixed])).toEqual([
      ['Topic', true],
      ['Group', true],
    ])
  }
  await expect(openKafkaLog(options)).rejects.toMatchObject({
    code: 'ML_LOG_UNSAFE',
    details: { missing: expect.anything() },
  })
})

test('expunge: at the time it names, the last copy is gone', async () => {
  const options = fresh({ topicSettings: { 'segment.ms': '60000' } })
  const log = await opened(options)
  const [position] = await log.append('posts', numbered(1))
  expect((await log.expunge()).goneBy).toBeGreaterThan(Date.now() + 7 * 86_400_000)
  await setRetention(options, 2000)
  const { goneBy } = await log.expunge()
  expect(goneBy).toBeLessThan(Date.now() + 10 * 60_000)
  while ((await log.read('posts', position!)) !== null) await new Promise((resolve) => setTimeout(resolve, 200))
  expect(Date.now()).toBeLessThan(goneBy)
})

test('no broker answers: append fails with ML_LOG_UNAVAILABLE after its limit, and opening does', async () => {
  const proxy = await proxied()
  const log = await opened(fresh({ dial: proxy.dial, retryMs: 1500, requestTimeoutMs: 1000 }))
  await log.append('posts', numbered(1))
  proxy.freeze()
  await expect(log.append('posts', numbered(1))).rejects.toMatchObject({ code: 'ML_LOG_UNAVAILABLE' })
  const nobody = openKafkaLog(testOptions('x.', { brokers: ['127.0.0.1:1'], retryMs: 500 }))
  await expect(nobody).rejects.toMatchObject({ code: 'ML_LOG_UNAVAILABLE' })
  proxy.thaw()
  await log.append('posts', numbered(1))
})
