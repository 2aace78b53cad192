import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StoreEvent } from '@moodlight/ports'
import { allMentions, aMention, aPost, aPostMentions, aPurge, aTombstone, DAY, portDump, T0 } from '@moodlight/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { type Fault, faultyProxy } from '../test/faulty-proxy.ts'
import { plainPosts } from '../test/plain-posts.ts'
import { dropIndices, settled, testOptions, testUrl } from '../test/test-store.ts'
import { openElasticsearchStore } from './open.ts'

async function anOpened(more: Parameters<typeof testOptions>[2] = {}, url = testUrl()) {
  const prefix = `h${randomBytes(8).toString('hex')}`
  const options = testOptions(url, prefix, more)
  const opened = await openElasticsearchStore(options)
  onTestFinished(async () => {
    await opened.close()
    await dropIndices(testUrl(), prefix)
  })
  return { ...opened, prefix, options, settledStore: settled(opened) }
}

it('an edit and a deletion within the refresh interval meet what was written just before', async () => {
  const { store, settledStore } = await anOpened()
  const [create] = plainPosts(1, 2)
  const [edit] = plainPosts(1, 2, 1)
  expect(await store.apply([create!])).toEqual(['applied'])
  expect(await store.apply([edit!])).toEqual(['applied'])
  expect((await store.post('test:1'))?.post.revision).toBe(1)
  expect(await store.apply([create!])).toEqual(['superseded'])
  expect(await store.apply([aTombstone('test:1')])).toEqual(['applied'])
  expect(await store.post('test:1')).toBeNull()
  expect(await store.apply([edit!, create!])).toEqual(['erased', 'erased'])
  expect(await allMentions(settledStore)).toEqual([])
})

it("an edit that moves a date over a month's end moves the post, and leaves none behind", async () => {
  const { settledStore: store } = await anOpened({ shards: 3 })
  const may = Date.UTC(2026, 4, 31, 23, 59)
  const june = Date.UTC(2026, 5, 1, 0, 1)
  const at = (revision: number, time: number) =>
    aPostMentions(aPost({ nativeId: '1', revision, at: time, text: `said ${revision}` }), [aMention()])
  await store.apply([at(0, may)])
  await store.apply([at(1, june)])
  expect(await allMentions(store)).toMatchObject([{ post: { revision: 1, at: june } }])
  expect(await allMentions(store, { from: may - DAY, to: june - 60_000 })).toEqual([])
  const counts = await store.counts({
    brands: ['ing'],
    from: may - (may % DAY),
    to: june - (june % DAY) + DAY,
    step: DAY,
  })
  expect(counts).toMatchObject([{ bucket: june - (june % DAY), mentions: 1 }])
  expect(await store.apply([aTombstone('test:1')])).toEqual(['applied'])
  expect(await allMentions(store)).toEqual([])
})

it('a deletion before the create is kept when the server has long forgotten deletions', async () => {
  const { store, prefix } = await anOpened({ indexSettings: { gc_deletes: '100ms' } })
  await store.apply([aTombstone('test:1')])
  await store.apply(plainPosts(2, 3))
  await store.apply([aTombstone('test:2')])
  for (const step of ['_refresh', '_flush?force=true', '_forcemerge?max_num_segments=1'])
    expect((await fetch(`${testUrl()}/${prefix}-posts-g1/${step}`, { method: 'POST' })).ok).toBe(true)
  await sleep(1500)
  expect(await store.apply([...plainPosts(1, 3), ...plainPosts(1, 3, 7)])).toEqual(Array(4).fill('erased'))
  expect(await store.post('test:1')).toBeNull()
})

it('429, 503, cut connections and slow answers of the server: nothing lost, nothing doubled', async () => {
  const faults: Fault[] = [
    { kind: 'items', status: 429, hit: (i) => i % 3 === 0 },
    { kind: 'answer', status: 503 },
    { kind: 'cut-after' },
    { kind: 'items', status: 503, hit: (i) => i % 2 === 0 },
    { kind: 'answer', status: 429 },
    { kind: 'cut-before' },
    { kind: 'slow', ms: 300 },
    { kind: 'items', status: 429, hit: () => true },
  ]
  let bulks = 0
  const proxy = await faultyProxy(testUrl(), (path) =>
    path.startsWith('/_bulk') && bulks++ % 2 === 1 ? faults[(bulks >> 1) % faults.length]! : null,
  )
  onTestFinished(() => proxy.close())
  const { store, settledStore } = await anOpened({}, proxy.url)
  const events = plainPosts(0, 600)
  for (let i = 0; i < events.length; i += 40) {
    const results = await store.apply(events.slice(i, i + 40))
    expect(results).toEqual(Array(40).fill('applied'))
  }
  expect([...proxy.met.keys()].sort()).toEqual(['answer', 'cut-after', 'cut-before', 'items', 'slow'])
  const ids = (await allMentions(settledStore)).map((m) => m.post.nativeId)
  expect(ids).toEqual(events.map((_, i) => `${events.length - 1 - i}`))
  expect(await settledStore.stats()).toMatchObject({ posts: 600, mentions: 600 })
})

it('what the server never takes is told apart, and the rest of the batch is stored', async () => {
  const proxy = await faultyProxy(testUrl(), (path) =>
    path.startsWith('/_bulk') && armed ? { kind: 'items', status: 400, hit: (i) => i === 1 } : null,
  )
  onTestFinished(() => proxy.close())
  let armed = false
  const { store } = await anOpened({}, proxy.url)
  // Sources and models are noted before, so that the next bulk holds posts alone.
  await store.apply(plainPosts(100, 101))
  armed = true
  expect(await store.apply(plainPosts(1, 4))).toEqual(['applied', 'refused', 'applied'])
  armed = false
  expect(await store.post('test:3')).not.toBeNull()
  expect(await store.post('test:2')).toBeNull()
})

it('two instances that take in the same events at once end as one does', async () => {
  const one = await anOpened()
  const two = await openElasticsearchStore(one.options)
  const events: StoreEvent[] = []
  for (let i = 0; i < 60; i++) {
    events.push(...plainPosts(i, i + 1), ...plainPosts(i, i + 1, 1))
    if (i % 7 === 0) events.push(aTombstone(`test:${i}`))
    if (i % 11 === 0) events.push(aPurge(`author ${i}`, T0 + DAY))
  }
  const halves = [one, two].map(async ({ store }, k) => {
    const mine = k === 0 ? events : events.toReversed()
    for (let i = 0; i < mine.length; i += 10) await store.apply(mine.slice(i, i + 10))
  })
  await Promise.all(halves)
  await Promise.all([one.settle(), two.settle()])
  const alone = await anOpened()
  await alone.store.apply(events)
  expect(await portDump(one.settledStore)).toEqual(await portDump(alone.settledStore))
  const numbers = (await one.settledStore.changes(0, 1000)).map((change) => change.n)
  expect(numbers).toEqual(numbers.map((_, i) => i + 1))
  expect(numbers.length).toBeGreaterThan(60)
  expect(await one.settledStore.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
  await two.close()
})

it('a second generation is kept beside the active one, unseen, and deletions reach both, also earlier ones', async () => {
  const { settledStore: store, prefix } = await anOpened()
  const of = (i: number, generation: number, label: 'positive' | 'negative') =>
    aPostMentions(
      aPost({ nativeId: `${i}`, at: T0 + (i % 3), text: 'the same story in all of these posts' }),
      [aMention({ label })],
      {
        labelling: { generation },
      },
    )
  await store.apply([aTombstone('test:3'), of(1, 1, 'positive'), of(2, 1, 'positive')])
  expect(await store.beginGeneration()).toBe(2)
  const before = await portDump(store)
  expect(await store.apply([1, 2, 3].map((i) => of(i, 2, 'negative')))).toEqual(['applied', 'applied', 'erased'])
  const numbered = (dump: readonly string[]) => dump.map((line) => line.replace(/"bytes":\d+/, ''))
  expect(numbered(await portDump(store))).toEqual(numbered(before))
  await store.apply([aTombstone('test:1')])
  for (const generation of [1, 2]) {
    const path = `${testUrl()}/${prefix}-posts-g${generation}/_doc/${encodeURIComponent('test:1')}`
    const doc = (await (await fetch(path)).json()) as { _source: { kind: string } }
    expect(doc._source.kind).toBe('dead')
  }
  expect(await store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
})

it('what differs from its event is found and mended', async () => {
  const { settledStore: store, prefix, settle } = await anOpened()
  await store.apply(plainPosts(0, 20))
  await settle()
  const before = await portDump(store)
  const damage = (id: string, doc: object) =>
    fetch(`${testUrl()}/${prefix}-posts-g1/_update/${encodeURIComponent(id)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ doc }),
    })
  expect((await damage('test:3', { stream: 'quite another text' })).ok).toBe(true)
  expect((await damage('test:4', { told: ['ing|neutral|own|s'] })).ok).toBe(true)
  expect((await damage('test:5', { votes: [] })).ok).toBe(true)
  expect(await store.recount()).toMatchObject({ wrongPostings: 2, wrong: 1 })
  expect(await store.recount()).toMatchObject({ wrongPostings: 0, wrong: 0 })
  expect(await portDump(store)).toEqual(before)
  expect((await allMentions(store, { words: [['w3']] })).map((m) => m.id)).toEqual(['test:3~ing'])
})
