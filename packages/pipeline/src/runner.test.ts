import { MoodlightError, ok } from '@moodlight/core'
import type { GroupReader, LogRecord } from '@moodlight/ports'
import { expect, test, vi } from 'vitest'
import { aLog, aRunner, drained, event, failing, fill, lagOf, outputs, stageOf, sums } from '../test/rig.ts'
import type { Stage } from './stage.ts'

test('transient errors are tried again without end, readiness says so, and it goes on by itself', async () => {
  const log = await aLog()
  await fill(log, 30)
  let full = true
  const seen: string[] = []
  const stage = stageOf((r) => {
    if (full) throw new MoodlightError('ML_STORE_FULL', 'no space')
    return ok(r.value)
  })
  const it = failing(await log.reader('enrich', 'posts'))
  const probe = { retry: (info: { doing: string }) => void seen.push(info.doing) }
  const runner = await aRunner(log, stage, { probe, reader: it.reader })
  const running = runner.run()
  await vi.waitFor(() => expect(seen.length).toBeGreaterThan(5))
  expect(runner.status()).toMatchObject({ state: 'retrying', detail: 'running: no space' })
  full = false
  it.failure = new MoodlightError('ML_LOG_FULL', 'no space')
  await vi.waitFor(() => expect(seen).toContain('committing'))
  it.failure = null
  await drained(log)
  expect(runner.status().state).toBe('running')
  await runner.stop()
  await running
  expect(await sums(log)).toEqual({ 'demo live ok': 30 })
})

test('a live post overtakes waiting background work', async () => {
  const log = await aLog(1)
  await fill(log, 2000, 'background')
  const order: string[] = []
  const stage = stageOf(async (r) => {
    order.push(r.position.lane)
    if (order.length === 100) await fill(log, 1)
    return ok(null)
  })
  const runner = await aRunner(log, stage, { maxBatch: 50 })
  const running = runner.run()
  await drained(log)
  await runner.stop()
  await running
  expect(order.indexOf('live')).toBeLessThan(300)
})

test('a stop finishes and commits what is in hand, and the next start goes on there', async () => {
  const log = await aLog(1)
  await fill(log, 400)
  let done = 0
  const stage: Stage<LogRecord, string | null> = {
    name: 'enrich',
    run: async (batch) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      done += batch.length
      return batch.map((r) => ok(r.value))
    },
  }
  const reader = await log.reader('enrich', 'posts')
  const first = await aRunner(log, stage, { maxBatch: 30, reader })
  const running = first.run()
  await vi.waitFor(() => expect(done).toBeGreaterThan(60))
  await first.stop()
  await running
  await reader.close()
  expect(await lagOf(log)).toBe(400 - done)
  const second = await aRunner(log, stage)
  const rest = second.run()
  await drained(log)
  await second.stop()
  await rest
  expect(done).toBe(400)
})

test('a partition that went to another member is left to it, and the rest is read again from the commits', async () => {
  const log = await aLog()
  await fill(log, 300)
  const inner = await log.reader('enrich', 'posts')
  const stale = new MoodlightError('ML_LOG_COMMIT_STALE', 'another member has it')
  let commits = 0
  let beside = 0
  let most = 0
  const reader: GroupReader = {
    ...inner,
    commit: async (commit) => {
      if (++commits % 3 === 2 && commits < 12) throw stale
      await inner.commit(commit)
    },
  }
  const stage: Stage<LogRecord, string | null> = {
    name: 'enrich',
    run: async (batch) => {
      most = Math.max(most, ++beside)
      await new Promise((resolve) => setTimeout(resolve, 3))
      beside--
      return batch.map((record) => ok(record.value))
    },
  }
  const lost: string[] = []
  const probe = { lost: (info: { stage: string }) => void lost.push(info.stage) }
  const runner = await aRunner(log, stage, { reader, shared: true, maxBatch: 20, probe })
  const running = runner.run()
  await drained(log)
  await runner.stop()
  await running
  expect(lost.length).toBeGreaterThan(0)
  expect(most).toBe(1)
  expect((await outputs(log)).map((record) => record.value).sort()).toEqual(
    Array.from({ length: 300 }, (_, n) => event(n)).sort(),
  )
})

test('a stale commit of a runner that is alone is a fault of ours', async () => {
  const log = await aLog()
  await fill(log, 10)
  const inner = await log.reader('enrich', 'posts')
  const reader: GroupReader = {
    ...inner,
    commit: () => Promise.reject(new MoodlightError('ML_LOG_COMMIT_STALE', 'no')),
  }
  const runner = await aRunner(
    log,
    stageOf(() => ok(null)),
    { reader },
  )
  await expect(runner.run()).rejects.toMatchObject({ code: 'ML_LOG_COMMIT_STALE' })
  expect(runner.status().state).toBe('failed')
})
