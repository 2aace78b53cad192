import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SourceConfig } from '@moodlight/connectors'
import { type DeadLetter, type Lane, MoodlightError, PostsRecord, Secret } from '@moodlight/core'
import type { Connector, ConnectorContext, LedgerRow, SourceItem } from '@moodlight/ports'
import { normalise, type SourceFacts, Suppression } from '@moodlight/stages'
import { MemoryLog, MemoryState, sendWebhook, signWebhook, until } from '@moodlight/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { IngestConfig } from './config.ts'
import type { Created } from './create.ts'
import { type Ingest, type IngestOptions, startIngest } from './wiring.ts'

const SECRET = `whsec_${Buffer.from('a test secret of thirty bytes.').toString('base64')}`
const facts: SourceFacts = {
  source: 'test',
  network: 'file',
  sourceKind: 'other',
  keep: 'matching',
  retentionDays: 400,
}

const post = (nativeId: string, text: string, more = {}): SourceItem => ({
  kind: 'post',
  nativeId,
  revision: null,
  url: null,
  author: { id: 'u1', handle: 'jan', name: 'Jan', url: null, followers: null, automated: false },
  title: null,
  text,
  langHint: [],
  createdAt: Date.now() - 1000,
  editedAt: null,
  replyTo: null,
  replyToAuthor: null,
  repostOf: null,
  quoteOf: null,
  thread: null,
  engagement: null,
  media: [],
  network: null,
  ...more,
})

describe('ingest', () => {
  let log: MemoryLog
  let state: MemoryState
  let ingest: Ingest
  const blocked: unknown[] = []
  const lines: { fields: Record<string, unknown>; message: string }[] = []

  const start = async (more: Partial<IngestOptions> = {}) => {
    const line = (fields: Record<string, unknown>, message: string) => void lines.push({ fields, message })
    ingest = await startIngest({
      log,
      state,
      clock: { now: () => Date.now() },
      logger: { debug: line, info: line, warn: line, error: line },
      config: IngestConfig.parse({ webhooks: { port: 0 } }),
      sources: [],
      normalise: normalise({
        secret: 'installation',
        matcher: () => ({ named: (text) => /bank/i.test(text) }),
        suppression: new Suppression(state),
      }),
      secret: () => new Secret(SECRET),
      onBlocked: (error) => blocked.push(error),
      ...more,
    })
    return ingest
  }
  const source = (name: string, run: (context: ConnectorContext) => Promise<void>): Created => {
    const connector: Connector = { source: name, network: 'file', sourceKind: 'other', run }
    return { connector, facts: { ...facts, source: name }, type: 'file', hook: null }
  }
  const events = async (lane: Lane = 'live'): Promise<PostsRecord[]> => {
    const reader = await log.reader(`test-${Math.random()}`, 'posts')
    const all: PostsRecord[] = []
    for (;;) {
      const some = await reader.next({ max: 1000, waitMs: 0, lanes: [lane] })
      if (some.length === 0) return all
      all.push(...some.map((r) => PostsRecord.parse(JSON.parse(r.value))))
    }
  }
  const ledger = async (name = 'test') =>
    Object.fromEntries(
      (await log.ledger()).filter((r: LedgerRow) => r.source === name).map((r) => [r.reason || r.outcome, r.n]),
    )

  beforeEach(() => {
    log = new MemoryLog()
    state = new MemoryState()
    blocked.length = 0
    lines.length = 0
  })
  afterEach(() => ingest.stop())

  it('counts every item once: accepted, dropped by reason, dead', async () => {
    await start()
    const report = await ingest.ingestItems(
      facts,
      [
        post('1', 'My bank is down'),
        post('2', 'Nice weather'),
        post('3', ''),
        { kind: 'bad', code: 'ML_EVENT_NOT_JSON', message: 'not JSON', raw: '{' },
        { kind: 'tombstone', nativeId: '9', network: null, at: 1_700_000_000_000 },
      ],
      'background',
    )
    expect(report).toEqual({ accepted: 2, dropped: { 'no-brand': 1, empty: 1 }, dead: 1 })
    expect(await ledger()).toEqual({ ok: 2, 'no-brand': 1, empty: 1, ML_EVENT_NOT_JSON: 1 })
    expect((await events('background')).map((e) => e.type).sort()).toEqual(['author', 'post', 'tombstone'])
  })

  it('tells an author once, and again after a purge', async () => {
    await start()
    await ingest.ingestItems(facts, [post('1', 'bank'), post('2', 'bank')], 'live')
    const purge: SourceItem = {
      kind: 'author-purge',
      authorId: 'u1',
      network: null,
      until: 1_700_000_000_000,
      at: 1_700_000_000_000,
    }
    await ingest.ingestItems(facts, [purge], 'live')
    await ingest.ingestItems(facts, [post('3', 'bank')], 'live')
    const authors = (await events()).filter((e) => e.type === 'author')
    expect(authors.length).toBe(2)
    // A purge goes into every partition.
    expect((await events()).filter((e) => e.type === 'author-purge').length).toBe(log.partitions)
  })

  it('keeps dead letters under ids that a repeat does not double, and tries them again', async () => {
    await start()
    const raw = '{"id":"7","text":"the bank again"}'
    const bad: SourceItem = { kind: 'bad', code: 'ML_EVENT_INVALID', message: 'odd', raw }
    await ingest.ingestItems(facts, [bad], 'live')
    await ingest.ingestItems(facts, [bad], 'live')
    const letters = await state.list<DeadLetter>('dead-letter', { limit: 10 })
    expect(letters.map((l) => [l.value.code, l.value.stage, l.value.raw])).toEqual([
      ['ML_EVENT_INVALID', 'ingest', raw],
    ])
    expect(await ingest.redrive(letters[0]?.value as DeadLetter)).toEqual({ accepted: 1, dropped: {}, dead: 0 })
    expect((await events('background')).some((e) => e.type === 'post' && e.nativeId === '7')).toBe(true)
  })

  it('keeps a dead letter within a document, whatever it is made of', async () => {
    await start()
    const raw = '\u0001\u0000"'.repeat(90_000)
    await ingest.ingestItems(facts, [{ kind: 'bad', code: 'ML_EVENT_NOT_JSON', message: 'odd', raw }], 'live')
    const [letter] = await state.list<DeadLetter>('dead-letter', { limit: 10 })
    expect(Buffer.byteLength(JSON.stringify(letter?.value))).toBeLessThan(1024 * 1024)
    expect(letter?.value.raw.length).toBeGreaterThan(50_000)
  })

  it('stores the cursor only when the items are durable', async () => {
    const seen: unknown[] = []
    log.failure = new MoodlightError('ML_LOG_FULL', 'no space')
    await start({
      extra: [
        source('a', async (context) => {
          seen.push(await context.cursor())
          await context.deliver([post('1', 'bank')], { lane: 'live', cursor: { n: 1 } })
          seen.push(await context.cursor())
        }),
      ],
    })
    await until('a refusal', () => blocked.length > 0)
    expect(await state.get('cursor', 'a')).toBeNull()
    expect(blocked[0]).toMatchObject({ code: 'ML_LOG_FULL' })
    log.failure = null
    await until('both looks', () => seen.length === 2)
    expect(seen).toEqual([null, { n: 1 }])
    await until('all clear', () => blocked.at(-1) === null)
  })

  it('starts a failing source again and leaves the others alone', async () => {
    let tries = 0
    let healthy = 0
    await start({
      restart: { baseMs: 5, maxMs: 20 },
      extra: [
        source('bad', async () => {
          tries++
          throw new Error('a bug of the connector')
        }),
        source('good', async (context) => {
          context.health({ state: 'live', detail: 'fine', until: null })
          while (!context.signal.aborted) {
            await context.deliver([post(`g${healthy++}`, 'bank')], { lane: 'live' })
            await new Promise((resolve) => setTimeout(resolve, 10))
          }
        }),
      ],
    })
    await until('three tries', () => tries >= 3 && healthy > 5)
    const byName = Object.fromEntries(ingest.status().map((s) => [s.source, s]))
    expect(byName['bad']).toMatchObject({
      state: 'unreachable',
      detail: expect.stringContaining('a bug of the connector'),
    })
    expect(byName['good']).toMatchObject({ state: 'live' })
    expect(lines.some((l) => l.fields['source'] === 'bad')).toBe(true)
  })

  it('writes the time into every partition of the live lane', async () => {
    await start()
    await until('a tick', () => true)
    const ticks = (await events()).filter((e) => e.type === 'tick')
    expect(ticks.length).toBe(log.partitions)
    expect(await events('background')).toEqual([])
  })

  it('keeps counts and state of a source over a restart', async () => {
    const run = async (context: ConnectorContext) => {
      context.health({ state: 'live', detail: 'fine', until: null })
      await context.deliver([post('1', 'bank'), post('2', 'weather')], { lane: 'live' })
    }
    await start({ extra: [source('a', run)] })
    await until('the end', () => ingest.status()[0]?.state === 'ended')
    await ingest.stop()
    expect((await state.get('source', 'a'))?.value).toMatchObject({
      accepted: 1,
      dropped: { 'no-brand': 1 },
      state: 'ended',
    })
    await start({ extra: [source('a', run)] })
    await until('the end', () => ingest.status()[0]?.state === 'ended')
    expect(ingest.status()[0]).toMatchObject({ accepted: 2, dropped: { 'no-brand': 2 }, newest: expect.any(Number) })
  })

  it('records what was not heard while the program did not run', async () => {
    const config = SourceConfig.parse({ id: 'in', type: 'webhook', secrets: [{ env: 'X' }] })
    await start({ sources: [config] })
    await ingest.stop()
    const before = (await state.get<{ aliveAt: number }>('source', 'in'))?.value as { aliveAt: number }
    const aliveAt = Date.now() - 3_600_000
    await state.put('source', 'in', { ...before, aliveAt })
    await start({ sources: [config] })
    await until('a hole', () => ingest.status().length > 0)
    const holes = (await events()).filter((e) => e.type === 'hole')
    expect(holes).toMatchObject([{ source: 'in', from: aliveAt, reason: 'down' }])
  })

  it('runs configured sources: a file and a webhook, to the log', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'moodlight-ingest-'))
    await writeFile(join(dir, 'a.jsonl'), '{"id":"1","text":"bank a"}\n{"id":"2","text":"weather"}\n')
    await start({
      sources: [
        SourceConfig.parse({ id: 'files', type: 'file', paths: [dir], keep: 'all' }),
        SourceConfig.parse({ id: 'in', type: 'webhook', secrets: [{ env: 'X' }] }),
      ],
    })
    const url = `http://127.0.0.1:${ingest.hooks?.port}/hooks/in`
    const answer = await sendWebhook(
      url,
      signWebhook('[{"id":"3","text":"bank b"},{"id":"4","text":"weather"}]', [SECRET]),
    )
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, dropped: { 'no-brand': 1 }, dead: 0 } })
    await until('the file', () => ingest.status().find((s) => s.source === 'files')?.accepted === 2)
    const ids = (await events()).flatMap((e) => (e.type === 'post' ? [e.id] : []))
    expect(ids.sort()).toEqual(['file:1', 'file:2', 'webhook:3'])
    await rm(dir, { recursive: true })
  })

  it('stops while the log is full, and loses nothing: the cursor is where it was', async () => {
    log.failure = new MoodlightError('ML_LOG_FULL', 'no space')
    const run = async (context: ConnectorContext) => {
      await context.deliver([post('1', 'bank')], { lane: 'live', cursor: 1 })
    }
    await start({ extra: [source('a', run)] })
    await until('a refusal', () => blocked.length > 0)
    await ingest.stop()
    expect(await state.get('cursor', 'a')).toBeNull()
    log.failure = null
    await start({ extra: [source('a', run)] })
    await until('the end', () => ingest.status()[0]?.state === 'ended')
    expect((await state.get('cursor', 'a'))?.value).toBe(1)
  })
})
