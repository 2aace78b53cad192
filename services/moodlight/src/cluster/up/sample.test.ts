import { createMetrics, Health, serveHealth } from '@moodlight/runtime'
import { expect, onTestFinished, test } from 'vitest'
import { quantile, sampleOf } from './sample.ts'
import { StatusTable } from './status-table.ts'

async function aService() {
  const health = new Health()
  const metrics = createMetrics()
  const listener = await serveHealth({ host: '127.0.0.1', port: 0, health, metrics })
  onTestFinished(() => listener.close())
  return { health, metrics, address: listener.address }
}

test('a look at a service tells its work, its lag and its times', async () => {
  const { metrics, health, address } = await aService()
  const labels = ['stage', 'source', 'outcome']
  const records = metrics.counter('moodlight_stage_records_total', 'n', labels)
  records.inc({ stage: 'index', source: 'a "quoted" one', outcome: 'ok' }, 7)
  records.inc({ stage: 'index', source: '-', outcome: 'ok' }, 1000)
  metrics.gauge('moodlight_log_lag_records', 'n', ['lane']).set(4, { lane: 'live' })
  const times = metrics.histogram('moodlight_end_to_end_seconds', 'n', [], [0.1, 1])
  const before = await sampleOf(address)
  expect(before).toMatchObject({ state: 'ready', done: 7, lag: 4 })
  expect(quantile(undefined, before, 0.5)).toBeNull()
  for (const seconds of [0.05, 0.05, 0.05, 0.5]) times.observe(seconds)
  health.add('kafka', () => ({ live: true, ready: false, detail: 'away' }))
  const now = await sampleOf(address)
  expect(now).toMatchObject({ state: 'not ready', detail: 'kafka: away' })
  expect([quantile(before, now, 0.5), quantile(before, now, 0.95)]).toEqual([0.1, 1])
})

test('the table says of everything what it does, also of what does not answer', async () => {
  const { address } = await aService()
  const part = { pid: process.pid, started: null, port: null }
  const rows = await new StatusTable().rows([
    { ...part, name: 'index 1', health: address },
    { ...part, name: 'index 2', health: 'http://127.0.0.1:1' },
    { ...part, name: 'kafka 1', health: null, port: 1 },
    { ...part, name: 'kafka 2', health: null, pid: 4_000_000, port: 1 },
  ])
  expect(rows.map(([name, , state]) => [name, state])).toEqual([
    ['index 1', 'ready'],
    ['index 2', 'does not answer'],
    ['kafka 1', 'does not answer'],
    ['kafka 2', 'has ended'],
  ])
})
