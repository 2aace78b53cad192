import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventLog, GroupReader } from '@moodlight/ports'
import { fetchServers, KafkaCluster } from '@moodlight/servers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshPrefix, testOptions } from '../test/brokers.ts'
import { open } from './open.ts'

/**
 * Three brokers of our own, which are killed, stopped and started again while we write and read: leaders and coordinators move.
 * The oracle is the list of ids that `append` has acknowledged.
 */
const folder = mkdtempSync(join(tmpdir(), 'moodlight-brokers-'))
let cluster: KafkaCluster

beforeAll(async () => {
  const { kafka: programs } = await fetchServers()
  const settings = {
    'group.min.session.timeout.ms': 1000,
    // A broker that is silent for this long is no leader any more.
    'broker.session.timeout.ms': 4000,
    'broker.heartbeat.interval.ms': 500,
    'replica.lag.time.max.ms': 4000,
  }
  const common = { programs, folder: join(folder, 'kafka'), brokers: 3, basePort: 25_400, heapMb: 320 }
  cluster = await KafkaCluster.start({ ...common, settings })
})

afterAll(async () => {
  await cluster?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Kills one broker, stops another for a while, each in turn, so that two are always there. */
async function trouble(): Promise<void> {
  for (const broker of [1, 2, 3]) {
    await sleep(1000)
    await cluster.process(broker).kill()
    await sleep(3000)
    await cluster.restart(broker)
    await sleep(6000)
    const next = (broker % 3) + 1
    cluster.process(next).signal('SIGSTOP')
    await sleep(6000)
    cluster.process(next).signal('SIGCONT')
    await sleep(6000)
  }
}

async function write(log: EventLog, going: () => boolean): Promise<number[]> {
  const acknowledged: number[] = []
  for (let n = 0; going(); ) {
    const batch = Array.from({ length: 20 }, () => n++)
    const records = batch.map((id) => ({
      key: `net:${id % 50}`,
      value: JSON.stringify({ n: id }),
      lane: 'live' as const,
    }))
    try {
      await log.append('posts', records)
      acknowledged.push(...batch)
    } catch (error) {
      expect(error).toMatchObject({ code: 'ML_LOG_UNAVAILABLE' })
    }
    await sleep(10)
  }
  return acknowledged
}

/** Reads and commits as the runner does. */
async function read(reader: GroupReader, seen: Set<number>, going: () => boolean): Promise<void> {
  while (going()) {
    try {
      const records = await reader.next({ max: 100, waitMs: 500 })
      if (records.length === 0) continue
      const next = new Map(
        records.map(({ position: p }) => [`${p.lane}/${p.partition}`, { ...p, offset: p.offset + 1 }]),
      )
      const row = {
        stage: 's',
        source: 'x',
        lane: 'live' as const,
        outcome: 'ok' as const,
        reason: '',
        n: records.length,
      }
      // The effect comes before the commit, as in every stage: a commit that fails may have been taken.
      for (const { value } of records) seen.add((JSON.parse(value) as { n: number }).n)
      await reader.commit({ next: [...next.values()], outputs: [], ledger: [row] })
    } catch (error) {
      expect(['ML_LOG_UNAVAILABLE', 'ML_LOG_COMMIT_STALE']).toContain((error as { code?: string }).code)
      await reader.rewind()
      await sleep(50)
    }
  }
}

test('brokers are killed, stopped and started again: nothing acknowledged is lost, and each position counts once', async () => {
  const options = { ...testOptions(freshPrefix()), brokers: cluster.brokers, sessionMs: 3000, requestTimeoutMs: 3000 }
  const writer = await open(options)
  const [one, two] = [await open(options), await open(options)]
  let troubled = true
  let reading = true
  const seen = new Set<number>()
  const readers = [await one.log.reader('g', 'posts'), await two.log.reader('g', 'posts')]
  const running = readers.map((reader) => read(reader, seen, () => reading))
  const writing = write(writer.log, () => troubled)
  await trouble()
  troubled = false
  const acknowledged = await writing
  const behind = async () => (await writer.log.lag()).reduce((sum, { records }) => sum + records, 0)
  while ((await behind()) > 0) await sleep(200)
  reading = false
  await Promise.all(running)
  const stored = await content(writer.log)
  const ids = new Set(stored)
  const lost = acknowledged.filter((n) => !ids.has(n))
  const unread = stored.filter((n) => !seen.has(n))
  const [row] = await writer.log.ledger()
  const told = { acknowledged: acknowledged.length, lost: lost.length, unread: unread.length }
  console.log(JSON.stringify({ ...told, positions: stored.length, twice: stored.length - ids.size, ledger: row?.n }))
  expect(lost).toEqual([])
  expect(unread).toEqual([])
  expect(acknowledged.length).toBeGreaterThan(500)
  // A retry may have written a batch twice: the ledger counts positions, each once.
  expect(row?.n).toBe(stored.length)
  for (const { log } of [writer, one, two]) await log.close()
}, 400_000)

/** The ids in the live lane of posts, as often as they stand there. */
async function content(log: EventLog): Promise<number[]> {
  const tail = await log.tail('posts', 'oldest')
  const ids: number[] = []
  const next = (waitMs: number) => tail.next({ max: 1000, waitMs })
  for (let items = await next(5000); items.length > 0; items = await next(1000))
    for (const item of items) if (item.kind === 'record') ids.push((JSON.parse(item.record.value) as { n: number }).n)
  await tail.close()
  return ids
}
