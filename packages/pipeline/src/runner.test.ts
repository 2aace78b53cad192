import { MoodlightError, ok } from '@moodlight/core'
import type { LogRecord } from '@moodlight/ports'
import { expect, test, vi } from 'vitest'
import { aLog, aRunner, drained, failing, fill, lagOf, stageOf, sums } from '../test/rig.ts'
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
