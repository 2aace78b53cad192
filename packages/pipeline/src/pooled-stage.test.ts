import { MoodlightError } from '@moodlight/core'
import type { LogRecord } from '@moodlight/ports'
import { afterEach, expect, test } from 'vitest'
import { runHalving } from './halving.ts'
import { PooledStage, type PooledStageOptions } from './pooled-stage.ts'

const records = (...values: string[]): LogRecord[] =>
  values.map((value, offset) => ({ position: { lane: 'live', partition: 0, offset }, key: value, value, at: 0 }))
const numbers = (n: number) => Array.from({ length: n }, (_, i) => String(i))

let pool: PooledStage
afterEach(() => pool.close())

async function aPool(options: Partial<PooledStageOptions> = {}): Promise<PooledStage> {
  pool = new PooledStage({
    name: 'odd',
    worker: new URL('../test/odd-worker.ts', import.meta.url),
    workerData: {},
    size: 2,
    limitMs: 400,
    isControl: (record) => record.value.startsWith('set '),
    ...options,
  })
  await pool.start()
  return pool
}

const values = (outcomes: Awaited<ReturnType<PooledStage['run']>>) =>
  outcomes.map((o) => (o.kind === 'ok' ? o.value : o.kind === 'dead' ? o.code : o.reason))

test('a large batch is spread over the workers and keeps its order', async () => {
  const stage = await aPool()
  expect(values(await stage.run(records(...numbers(2000))))).toEqual(numbers(2000))
})

test.for([
  ['hang', 'ML_STAGE_TIMEOUT'],
  ['exit', 'ML_STAGE_CRASH'],
  ['eat', 'ML_STAGE_CRASH'],
] as const)('law 6: a record that makes the worker %s becomes %s, and only that one', async ([what, code]) => {
  const lost: number[] = []
  const stage = await aPool({
    heapMb: 48,
    limitMs: what === 'eat' ? 8000 : 400,
    onLost: (info) => lost.push(info.records),
  })
  const batch = numbers(40)
  batch[17] = what
  const expected = numbers(40).with(17, code)
  expect(values(await stage.run(records(...batch)))).toEqual(expected)
  expect(lost.at(-1)).toBe(1)
  expect(values(await stage.run(records('after')))).toEqual(['after'])
})

test('a part that has not had the processor for its time is not guilty, however late it is', async () => {
  const lost: number[] = []
  const stage = await aPool({ size: 1, limitMs: 400, onLost: (info) => lost.push(info.records) })
  expect(values(await stage.run(records('a', 'idle', 'b')))).toEqual(['a', 'idle', 'b'])
  expect(lost).toEqual([])
})

test('a lone guilty record costs two workers before it is called guilty', async () => {
  const lost: number[] = []
  const stage = await aPool({ size: 1, onLost: (info) => lost.push(info.records) })
  expect(values(await stage.run(records('exit')))).toEqual(['ML_STAGE_CRASH'])
  expect(lost).toEqual([1, 1])
})

test('settings reach every worker in their place, also those that start later', async () => {
  const stage = await aPool()
  const batch = [...numbers(20), 'set red', ...numbers(20)]
  const outcomes = values(await stage.run(records(...batch)))
  expect(outcomes.slice(0, 20)).toEqual(numbers(20))
  expect(outcomes.slice(21)).toEqual(numbers(20).map((n) => `${n} red`))
  await stage.run(records('exit'))
  await stage.run(records('exit'))
  expect(values(await stage.run(records(...numbers(20))))).toEqual(numbers(20).map((n) => `${n} red`))
})

test('errors of the stage cross the thread with their class: input is halved, transient is thrown', async () => {
  const stage = await aPool()
  const { signal } = new AbortController()
  const outcomes = await runHalving(stage, records('a', 'throw', 'drop'), signal)
  expect(values(outcomes)).toEqual(['a', 'ML_STAGE_FAILED', 'empty'])
  await expect(runHalving(stage, records('a', 'busy'), signal)).rejects.toMatchObject({ code: 'ML_BUSY' })
})

test('a worker that does not start is a broken deployment, not a dead record', async () => {
  await expect(aPool({ workerData: { broken: true } })).rejects.toThrow(MoodlightError)
  await expect(pool.run(records('a'))).rejects.toMatchObject({ code: 'ML_INTERNAL' })
})
