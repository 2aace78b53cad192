import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '@moodlight/core'
import { expect, test, vi } from 'vitest'
import { freeBytes } from './free-bytes.ts'
import { Health } from './health.ts'
import { createLogger } from './logger.ts'
import { createMetrics, renderMetrics } from './metrics.ts'
import { onStopSignal, Scope } from './scope.ts'
import { secretFrom } from './secret-from.ts'

test('a scope stops in reverse order and takes back what was started when a later part fails', async () => {
  const told: string[] = []
  const part = (scope: Scope, name: string) =>
    scope.start(
      name,
      () => void told.push(`+${name}`),
      () => void told.push(`-${name}`),
    )
  const scope = new Scope()
  await part(scope, 'log')
  await part(scope, 'store')
  await expect(scope.start('server', () => Promise.reject(new Error('port taken')))).rejects.toThrow('port taken')
  expect(told).toEqual(['+log', '+store', '-store', '-log'])
  await scope.stop()
  expect(told.length).toBe(4)
  await expect(part(scope, 'late')).rejects.toThrow('being stopped')
})

test('a part that does not stop does not keep the others from stopping', async () => {
  const lines: string[] = []
  const scope = new Scope(createLogger({ write: (line) => lines.push(line) }))
  let stopped = false
  await scope.start(
    'log',
    () => 1,
    () => {
      stopped = true
    },
  )
  await scope.start(
    'store',
    () => 1,
    () => Promise.reject(new Error('busy')),
  )
  await scope.stop()
  expect(stopped).toBe(true)
  expect(lines[0]).toContain('"part":"store"')
})

test('the first signal stops cleanly, a repeat at once is the same wish, a later one ends at once, and a time limit holds', async () => {
  const exits: number[] = []
  let finish: () => void = () => {}
  const listen = (limitMs: number) =>
    onStopSignal({
      stop: () => new Promise<void>((resolve) => (finish = resolve)),
      limitMs,
      exit: (code) => void exits.push(code),
    })
  const off = listen(60_000)
  const now = vi.spyOn(performance, 'now').mockReturnValue(10_000)
  process.emit('SIGTERM', 'SIGTERM')
  // The same wish, passed on by whoever started us.
  process.emit('SIGTERM', 'SIGTERM')
  expect(exits).toEqual([])
  now.mockReturnValue(12_000)
  process.emit('SIGINT', 'SIGINT')
  expect(exits).toEqual([1])
  now.mockRestore()
  finish()
  await vi.waitFor(() => expect(exits).toEqual([1, 0]))
  off()
  const offAgain = listen(5)
  process.emit('SIGTERM', 'SIGTERM')
  await vi.waitFor(() => expect(exits).toEqual([1, 0, 1]))
  offAgain()
})

test('health asks anew each time, and a check that hangs or throws is not ready', async () => {
  const health = new Health(20)
  let ready = true
  const remove = health.add('log', () => ({ live: true, ready, detail: ready ? '' : 'no space' }))
  expect(await health.report()).toMatchObject({ live: true, ready: true })
  ready = false
  expect(await health.report()).toMatchObject({ live: true, ready: false, checks: { log: { detail: 'no space' } } })
  remove()
  health.add('store', () => new Promise(() => {}))
  health.add('feed', () => {
    throw new Error('broken')
  })
  const { ready: all, checks } = await health.report()
  expect(all).toBe(false)
  expect(checks['store']?.detail).toContain('no answer')
  expect(checks['feed']?.detail).toBe('broken')
})

test('the logger writes fields first, hides secrets, and obeys its level', () => {
  const lines: string[] = []
  const logger = createLogger({ level: 'info', write: (line) => lines.push(line) })
  logger.debug({ a: 1 }, 'not this')
  logger
    .child({ source: 'demo' })
    .info({ records: 3, token: 'abc', headers: { authorization: 'x' }, key: new Secret('s3cret') }, 'batch')
  expect(lines.length).toBe(1)
  const line = JSON.parse(lines[0]!)
  expect(line).toMatchObject({
    level: 'info',
    source: 'demo',
    records: 3,
    token: '[redacted]',
    msg: 'batch',
    key: '[redacted]',
  })
  expect(line.headers.authorization).toBe('[redacted]')
})

test('lines for people carry the sentence and the fields', () => {
  const lines: string[] = []
  const logger = createLogger({ pretty: true, write: (line) => lines.push(line) })
  logger.warn({ source: 'demo', why: 'two words' }, 'the source waits')
  const plain = lines[0]!.replace(/\u001B\[\d+m/g, '')
  expect(plain).toMatch(/^\d\d:\d\d:\d\d warn the source waits source=demo why="two words"\n$/)
})

test('metrics of several threads are added up', async () => {
  const [a, b] = [createMetrics(), createMetrics()]
  for (const metrics of [a, b]) {
    metrics.counter('ml_records_total', 'Records.', ['stage']).inc({ stage: 'enrich' }, 5)
    metrics.counter('ml_records_total', 'Records.', ['stage']).inc({ stage: 'enrich' })
    metrics.histogram('ml_batch_seconds', 'Batch.', [], [0.1, 1]).observe(0.5)
  }
  a.gauge('ml_lag_records', 'Lag.', [], (gauge) => gauge.set(7))
  const text = await renderMetrics([await a.snapshot(), structuredClone(await b.snapshot())])
  expect(text).toContain('ml_records_total{stage="enrich"} 12')
  expect(text).toContain('ml_batch_seconds_bucket{le="1"} 2')
  expect(text).toContain('ml_lag_records 7')
})

test('secrets come from the environment or a file, and never from the configuration itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'moodlight-secret-'))
  writeFileSync(join(folder, 'key'), 'from a file\n')
  const options = { env: { KEY: 'from the environment' }, folder }
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the form in which a configuration writes it
  expect(secretFrom('${KEY}', options).reveal()).toBe('from the environment')
  expect(secretFrom({ env: 'KEY' }, options).reveal()).toBe('from the environment')
  expect(secretFrom('file:key', options).reveal()).toBe('from a file')
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
  for (const wrong of ['s3cret', '${NOT_THERE}', 'file:not-there']) {
    expect(() => secretFrom(wrong, options)).toThrow(expect.objectContaining({ code: 'ML_CONFIG_INVALID' }))
    expect(() => secretFrom(wrong, options)).not.toThrow('s3cret')
  }
  rmSync(folder, { recursive: true })
})

test('free bytes of a disk', async () => {
  expect(await freeBytes(tmpdir())).toBeGreaterThan(0)
})
