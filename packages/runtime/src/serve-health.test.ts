import { expect, onTestFinished, test } from 'vitest'
import { Health } from './health.ts'
import { createMetrics } from './metrics.ts'
import { serveHealth } from './serve-health.ts'

test('health, readiness and metrics are told as they are now', async () => {
  const health = new Health()
  const metrics = createMetrics()
  metrics.counter('moodlight_test_total', 'For this test.').inc({}, 3)
  let kafka = { live: true, ready: true, detail: '' }
  health.add('kafka', () => kafka)
  const listener = await serveHealth({ host: '127.0.0.1', port: 0, health, metrics })
  onTestFinished(() => listener.close())
  const ask = async (path: string) => {
    const response = await fetch(`${listener.address}${path}`)
    return { status: response.status, text: await response.text() }
  }
  expect((await ask('/healthz')).status).toBe(200)
  expect((await ask('/readyz')).status).toBe(200)
  expect((await ask('/metrics')).text).toContain('moodlight_test_total 3')
  kafka = { live: true, ready: false, detail: 'does not answer' }
  expect((await ask('/healthz')).status).toBe(200)
  const away = await ask('/readyz')
  expect(away.status).toBe(503)
  expect(JSON.parse(away.text)).toEqual({
    ok: false,
    checks: [{ name: 'kafka', ok: false, detail: 'does not answer' }],
  })
  kafka = { live: false, ready: false, detail: 'broken' }
  expect((await ask('/healthz')).status).toBe(503)
  expect((await ask('/other')).status).toBe(404)
})

test('a taken port is told with its code', async () => {
  const options = { host: '127.0.0.1', port: 0, health: new Health(), metrics: createMetrics() }
  const listener = await serveHealth(options)
  onTestFinished(() => listener.close())
  const port = Number(new URL(listener.address).port)
  await expect(serveHealth({ ...options, port })).rejects.toMatchObject({ code: 'ML_PORT_IN_USE' })
})
