import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { dropIndices, openForTest, testUrl } from '../test/test-store.ts'

it('a holder that was stopped past its lease is refused when it goes on, in the middle of a write too', async () => {
  const prefix = `l${randomBytes(8).toString('hex')}`
  const { state, close } = await openForTest(testUrl(), prefix)
  const child = fork(fileURLToPath(new URL('../test/holder.ts', import.meta.url)), [testUrl(), prefix])
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await close()
    await dropIndices(testUrl(), prefix)
  })
  const heard: { i?: number; code?: string; fence?: number }[] = []
  child.on('message', (message) => heard.push(message as (typeof heard)[number]))
  const until = async (holds: () => boolean) => {
    while (!holds()) await sleep(20)
  }
  await until(() => heard.some((message) => (message.i ?? 0) >= 3))
  child.kill('SIGSTOP')
  let taken = await state.acquire('runner', 'second', 60_000)
  while (!taken) {
    await sleep(100)
    taken = await state.acquire('runner', 'second', 60_000)
  }
  expect(taken.fence).toBe(heard[0]!.fence! + 1)
  // From here on nothing of the first holder may show, also not a request that was on its way when it was stopped.
  const before = await state.get<{ by: string; i: number }>('start', 'shared')
  expect(before?.value.by).toBe('first')
  await state.put('start', 'shared', { by: 'second' }, { lease: taken })
  const accepted = heard.filter((message) => message.i !== undefined).length
  const exited = once(child, 'exit')
  child.kill('SIGCONT')
  await exited
  expect(heard.at(-1)).toEqual({ code: 'ML_LEASE_LOST' })
  // What it was told before it stopped, and at most the one answer that was waiting for it.
  expect(heard.filter((message) => message.i !== undefined).length - accepted).toBeLessThanOrEqual(1)
  expect(await state.get('start', 'shared')).toMatchObject({ value: { by: 'second' }, version: before!.version + 1 })
})

it('a document that several leases wrote is touched by none that it was not written under', async () => {
  const prefix = `l${randomBytes(8).toString('hex')}`
  const { state, close } = await openForTest(testUrl(), prefix)
  onTestFinished(async () => {
    await close()
    await dropIndices(testUrl(), prefix)
  })
  const one = (await state.acquire('runner', 'one', 1))!
  await state.put('start', 'a', 1, { lease: one })
  await sleep(20)
  const two = (await state.acquire('runner', 'two', 60_000))!
  // Taking over rewrites the document; its version, which callers compare, stays.
  expect(await state.get('start', 'a')).toMatchObject({ version: 1, value: 1 })
  expect(await state.put('start', 'a', 2, { ifVersion: 1, lease: two })).toMatchObject({ version: 2 })
  await expect(state.put('start', 'b', 1, { lease: one })).rejects.toMatchObject({ code: 'ML_LEASE_LOST' })
})
