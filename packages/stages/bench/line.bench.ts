/**
 * Posts in → mentions stored, through the real log and store with full durability: normalise, append, enrich in a worker, index.
 * Baseline: the same posts normalised and written by plain `node:sqlite`, one table, one thread, without enrichment.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openLog } from '@moodlight/log-sqlite'
import { PooledStage } from '@moodlight/pipeline'
import type { PostDraft } from '@moodlight/ports'
import { createLogger, createMetrics } from '@moodlight/runtime'
import { openStore } from '@moodlight/store-sqlite'
import { ENRICH_WORKER, index, isSettings, matcherOf, normalise, Suppression, startStage } from '../src/index.ts'
import { BRANDS, drafts } from './texts.ts'

const CHUNK = 500
const clock = { now: () => Date.now() }
const book = { brands: BRANDS, versions: { generation: 1, enrichmentVersion: 1, settingsVersion: 1 } }
const matcher = matcherOf(book, 'secret')

/** `beside`: the posts are an import on the background lane, and a live post comes every 50 ms. */
async function line(posts: readonly PostDraft[], keep: 'matching' | 'all', workers: number, beside = false) {
  const folder = await mkdtemp(join(tmpdir(), 'moodlight-bench-'))
  const { log, close: closeLog } = await openLog({ file: join(folder, 'log.db') })
  const { store, state, close: closeStore } = await openStore({ file: join(folder, 'store.db') })
  const [logger, metrics] = [createLogger({ level: 'error' }), createMetrics()]
  const latencies: number[] = []
  const pool = new PooledStage({
    name: 'enrich',
    worker: ENRICH_WORKER,
    workerData: { book, secret: 'secret' },
    size: workers,
    limitMs: 20_000,
    isControl: isSettings,
  })
  await pool.start()
  const common = { log, state, clock, logger, metrics }
  const enriching = await startStage({ ...common, group: 'enrich', topic: 'posts', stage: pool, output: 'mentions' })
  const stage = index({ store, onStored: (seenAt) => latencies.push(Date.now() - seenAt) })
  const indexing = await startStage({ ...common, group: 'index', topic: 'mentions', stage, output: null })
  const facts = { source: 'bench', network: 'forum', sourceKind: 'forum', keep, retentionDays: 400 } as const
  const run = normalise({ secret: 'secret', matcher: () => matcher, suppression: new Suppression(state), clock })
  const cpu = process.cpuUsage()
  const start = performance.now()
  const write = async (some: readonly PostDraft[], lane: 'live' | 'background') => {
    const outcomes = await run(some, facts, lane)
    const events = outcomes.flatMap((o) => (o.kind === 'ok' ? o.value : []))
    const records = events.map((e) => ({
      key: 'id' in e ? e.id : 'author',
      value: JSON.stringify(e),
      lane,
    }))
    await log.append('posts', records)
  }
  const single = drafts(2000, 1, 7)
  let nextLive = 0
  const trickle = beside ? setInterval(() => void write(single.slice(nextLive, ++nextLive), 'live'), 50) : undefined
  for (let at = 0; at < posts.length; at += CHUNK)
    await write(posts.slice(at, at + CHUNK), beside ? 'background' : 'live')
  while ((await log.lag()).some((lag) => lag.records > (beside && lag.lane === 'live' ? 5 : 0)))
    await new Promise((resolve) => setTimeout(resolve, 5))
  const ms = performance.now() - start
  const used = process.cpuUsage(cpu)
  clearInterval(trickle)
  const stats = await store.stats()
  await enriching.stop()
  await indexing.stop()
  await pool.close()
  await closeLog()
  await closeStore()
  await rm(folder, { recursive: true })
  latencies.sort((a, b) => a - b)
  const at = (q: number) => latencies[Math.floor(latencies.length * q)] ?? 0
  return {
    perSecond: (posts.length / ms) * 1000,
    cpuUs: (used.user + used.system) / posts.length,
    p50: at(0.5),
    p99: at(0.99),
    stored: stats.posts,
  }
}

async function raw(posts: readonly PostDraft[], keep: 'matching' | 'all'): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'moodlight-bench-'))
  const db = new DatabaseSync(join(folder, 'raw.db'))
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE posts (id TEXT PRIMARY KEY, value TEXT)')
  const insert = db.prepare('INSERT OR REPLACE INTO posts VALUES (?, ?)')
  const start = performance.now()
  for (let at = 0; at < posts.length; at += CHUNK) {
    db.exec('BEGIN')
    for (const post of posts.slice(at, at + CHUNK))
      if (keep === 'all' || matcher.named(post.text)) insert.run(post.nativeId, JSON.stringify(post))
    db.exec('COMMIT')
  }
  const ms = performance.now() - start
  db.close()
  await rm(folder, { recursive: true })
  return (posts.length / ms) * 1000
}

for (const [name, n, matches, keep] of [
  ['5 % match', 60_000, 0.05, 'matching'],
  ['all kept', 10_000, 0.3, 'all'],
] as const) {
  const posts = drafts(n, matches)
  await line(posts.slice(0, 2000), keep, 1)
  const baseline = Math.round(await raw(posts, keep))
  const got = await line(posts, keep, 1)
  const value = Math.round(got.perSecond)
  const ratio = Number((value / baseline).toFixed(3))
  console.log(
    JSON.stringify({ bench: 'line', case: name, value, unit: 'posts/s', baseline, ratio, stored: got.stored }),
  )
  console.log(
    JSON.stringify({
      bench: 'line',
      case: `${name}: CPU of all threads`,
      value: Math.round(got.cpuUs),
      unit: 'µs/post',
      baseline: null,
      ratio: null,
    }),
  )
  console.log(
    JSON.stringify({
      bench: 'line',
      case: `${name}: seen → stored while flooded, p50/p99`,
      value: got.p99,
      unit: 'ms',
      baseline: got.p50,
      ratio: null,
    }),
  )
}

const besides = await line(drafts(20_000, 0.3), 'all', 1, true)
console.log(
  JSON.stringify({
    bench: 'line',
    case: 'live posts beside an import (all kept): seen → stored, p99 (baseline: p50)',
    value: besides.p99,
    unit: 'ms',
    baseline: besides.p50,
    ratio: Number((besides.p99 / besides.p50).toFixed(2)),
  }),
)
