import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Brand, type DeadLetter } from '@moodlight/core'
import { openLog } from '@moodlight/log-sqlite'
import { PooledStage, redrive } from '@moodlight/pipeline'
import type { EventLog } from '@moodlight/ports'
import { createLogger, createMetrics } from '@moodlight/runtime'
import { openStore } from '@moodlight/store-sqlite'
import { aPost, aSettings, aTombstone, T0 } from '@moodlight/testkit'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { BrandBook } from './enrich/brand-book.ts'
import { isSettings } from './enrich/enrich.ts'
import { index } from './indexing/index-stage.ts'
import { startStage } from './start-stage.ts'

const book: BrandBook = {
  brands: [Brand.parse({ id: 'ing', label: 'ING', names: [{ text: 'ING', exactCase: true }] })],
  versions: { generation: 1, enrichmentVersion: 1, settingsVersion: 1 },
}
const clock = { now: () => T0 + 5000 }

/** Enrich in a real worker, index, log and store: all but ingest. `again` is the next process over the same files. */
async function aLine() {
  const folder = await mkdtemp(join(tmpdir(), 'moodlight-line-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const open = async () => {
    const { log, close: closeLog } = await openLog({ file: join(folder, 'log.db'), partitions: 2 })
    const { store, state, close: closeStore } = await openStore({ file: join(folder, 'store.db'), readers: 1, clock })
    const worker = new URL('../test/deadly-worker.ts', import.meta.url)
    const workerData = { book, secret: 'secret' }
    const pool = new PooledStage({ name: 'enrich', worker, workerData, size: 1, limitMs: 1500, isControl: isSettings })
    await pool.start()
    const common = { log, state, clock, logger: createLogger({ level: 'silent' }), metrics: createMetrics() }
    const enriching = await startStage({ ...common, group: 'enrich', topic: 'posts', stage: pool, output: 'mentions' })
    const stage = index({ store })
    const indexing = await startStage({ ...common, group: 'index', topic: 'mentions', stage, output: null })
    let closed = false
    const close = async () => {
      if (closed) return
      closed = true
      await enriching.stop()
      await indexing.stop()
      await pool.close()
      await closeLog()
      await closeStore()
    }
    onTestFinished(close)
    return { log, store, state, close }
  }
  return { ...(await open()), again: open }
}

const drained = (log: EventLog) =>
  vi.waitFor(async () => expect((await log.lag()).reduce((sum, lag) => sum + lag.records, 0)).toBe(0), {
    timeout: 60_000,
    interval: 50,
  })

async function posts(log: EventLog, texts: readonly string[], first = 0): Promise<void> {
  const records = texts.map((text, i) => {
    const post = aPost({ nativeId: String(first + i), text })
    return { key: post.id, value: JSON.stringify(post), lane: 'live' as const }
  })
  await log.append('posts', records)
}

const row = async (log: EventLog, stage: string) =>
  Object.fromEntries(
    (await log.ledger())
      .filter((r) => r.stage === stage)
      .map((r) => [`${r.source} ${r.outcome} ${r.reason}`.trim(), r.n]),
  )

test('posts become stored mentions; what hangs or kills ends as a dead letter and can be sent again', async () => {
  const { log, store, state } = await aLine()
  const texts: string[] = Array.from({ length: 60 }, (_, i) =>
    i % 2 ? 'ING is terrible and broken' : 'lovely weather',
  )
  await posts(log, texts.with(20, 'HANG on, ING').with(41, 'KILL it, ING'))
  await log.append('posts', [{ key: 'x', value: 'no json', lane: 'live' }])
  await drained(log)
  expect(await row(log, 'enrich')).toEqual({
    'test-source ok': 58,
    'test-source dead ML_STAGE_TIMEOUT': 1,
    'test-source dead ML_STAGE_CRASH': 1,
    '- dead ML_EVENT_NOT_JSON': 1,
  })
  expect(await row(log, 'index')).toEqual({ 'test-source ok': 58 })
  expect((await store.stats()).posts).toBe(58)
  expect((await store.mentions({ brands: ['ing'] }, { limit: 100 })).items.length).toBe(29)
  const letters = await state.list<DeadLetter>('dead-letter', { limit: 10 })
  expect(letters.length).toBe(3)
  // The analyser is mended, so to speak: the raw record is changed, and what was dead is stored.
  const killed = letters.find(({ value }) => value.code === 'ML_STAGE_CRASH')!
  await state.put('dead-letter', killed.id, { ...killed.value, raw: killed.value.raw.replace('KILL', 'Mend') })
  await redrive(killed.id, { log, state, clock })
  await drained(log)
  expect((await store.post('test:41'))?.post.lane).toBe('background')
})

test('settings, edits and deletions go through in order, and a second start of the same files changes nothing', async () => {
  const { log, store, close, again } = await aLine()
  await posts(log, ['ING and Rabo', 'ING again', 'ING is gone'])
  await drained(log)
  const rabo = Brand.parse({ id: 'rabo', label: 'Rabo', names: ['Rabo'] })
  const settings = aSettings(2, [{ kind: 'brand', id: 'rabo', value: rabo }])
  const edited = aPost({ nativeId: '0', text: 'only Rabo', revision: 5 })
  const tombstone = aTombstone('test:2')
  await log.append('posts', [
    { key: 'settings', value: JSON.stringify(settings), lane: 'live', broadcast: true },
    { key: edited.id, value: JSON.stringify(edited), lane: 'live' },
    { key: tombstone.id, value: JSON.stringify(tombstone), lane: 'live' },
  ])
  await drained(log)
  const named = async (s: typeof store, brand: string) =>
    (await s.mentions({ brands: [brand] }, { limit: 9 })).items.map((m) => m.post.id)
  expect(await named(store, 'rabo')).toEqual(['test:0'])
  expect(await named(store, 'ing')).toEqual(['test:1'])
  expect((await store.post('test:0'))?.labelling).toMatchObject({ enrichmentVersion: 2, settingsVersion: 2 })
  const before = await row(log, 'index')
  await close()
  const next = await again()
  await drained(next.log)
  expect(await row(next.log, 'index')).toEqual(before)
  expect(await named(next.store, 'ing')).toEqual(['test:1'])
})
