import { type DeadLetter, MoodlightError, ok } from '@moodlight/core'
import type { GroupReader, LogRecord } from '@moodlight/ports'
import { MemoryState } from '@moodlight/testkit'
import { expect, test, vi } from 'vitest'
import { aLog, aRunner, drained, fill, lagOf, mixed, outputs, stageOf, sums } from '../test/rig.ts'
import type { Stage } from './stage.ts'

test('law 1: bounded work in flight: a slow stage slows the reader', async () => {
  const log = await aLog()
  await fill(log, 3000)
  let read = 0
  let finished = 0
  let most = 0
  const inner = await log.reader('enrich', 'posts')
  const reader: GroupReader = {
    ...inner,
    next: async (options) => {
      const records = await inner.next(options)
      read += records.length
      most = Math.max(most, read - finished)
      return records
    },
    commit: async (commit) => {
      finished += commit.ledger.reduce((sum, delta) => sum + delta.n, 0)
      await inner.commit(commit)
    },
  }
  const slow: Stage<LogRecord, string | null> = {
    name: 'enrich',
    run: async (batch) => {
      await new Promise((resolve) => setTimeout(resolve, 2))
      return batch.map((r) => ok(r.value))
    },
  }
  const runner = await aRunner(log, slow, { reader, maxBatch: 50 })
  const running = runner.run()
  await drained(log)
  await runner.stop()
  await running
  expect(finished).toBe(3000)
  expect(most).toBeLessThanOrEqual(3 * 50)
})

test('law 2: the durable write comes before the commit, and only the finished prefix is committed', async () => {
  const log = await aLog(1)
  await fill(log, 100)
  const written = new Set<number>()
  const inner = await log.reader('enrich', 'posts')
  const reader: GroupReader = {
    ...inner,
    commit: async (commit) => {
      for (const { offset } of commit.next) for (let at = 0; at < offset; at++) expect(written.has(at)).toBe(true)
      await inner.commit(commit)
    },
  }
  const blocked = stageOf(async (record) => {
    if (record.position.offset === 70) throw new MoodlightError('ML_STORE_FULL', 'no space')
    written.add(record.position.offset)
    return ok(null)
  })
  const runner = await aRunner(log, blocked, { reader, maxBatch: 20 })
  const running = runner.run()
  await vi.waitFor(() => expect(runner.status().state).toBe('retrying'))
  await runner.stop()
  await running
  expect(await lagOf(log)).toBe(40)
})

test('law 3: order is kept per key', async () => {
  const log = await aLog(3)
  await fill(log, 1000)
  const jitter = stageOf(async (record) => {
    await new Promise((resolve) => setTimeout(resolve, Number(record.position.offset % 3)))
    return ok(record.value)
  })
  const runner = await aRunner(log, jitter, { maxBatch: 37 })
  const running = runner.run()
  await drained(log)
  await runner.stop()
  await running
  const last = new Map<string, number>()
  const all = await outputs(log)
  expect(all.length).toBe(1000)
  for (const { key, value } of all) {
    const { n } = JSON.parse(value)
    expect(n).toBeGreaterThan(last.get(key) ?? -1)
    last.set(key, n)
  }
})

test('law 4: received = ok + dropped + dead + in flight, per source, and anyone can look the dead up', async () => {
  const log = await aLog()
  const state = new MemoryState()
  await fill(log, 500)
  await fill(log, 100, 'background')
  await log.append('posts', [{ key: 'x', value: 'not json', lane: 'live' }])
  const runner = await aRunner(log, mixed, { state })
  const running = runner.run()
  await drained(log)
  await runner.stop()
  await running
  expect(await sums(log)).toEqual({
    'demo live ok': 440,
    'demo live drop duplicate': 50,
    'demo live dead ML_STAGE_FAILED': 10,
    'demo background ok': 88,
    'demo background drop duplicate': 10,
    'demo background dead ML_STAGE_FAILED': 2,
    '- live dead ML_STAGE_FAILED': 1,
  })
  const letters = await state.list<DeadLetter>('dead-letter', { limit: 100 })
  expect(letters.length).toBe(13)
  for (const { value } of letters) {
    expect(value.message).not.toContain('broken by this one')
    expect((await log.read('posts', value.position!))?.value).toBe(value.raw)
  }
})

test('law 5: the effect is once: runs that end before and after the commit count the same as an undisturbed one', async () => {
  const run = async (disturbed: boolean) => {
    const log = await aLog()
    const state = new MemoryState()
    await fill(log, 300)
    for (let round = 0; (await lagOf(log)) > 0 || round === 0; round++) {
      const inner = await log.reader('enrich', 'posts')
      let commits = 0
      // Every second process dies right before its second commit, the others right after it.
      const reader: GroupReader = {
        ...inner,
        commit: async (commit) => {
          const dies = disturbed && ++commits === 2
          if (dies && round % 2 === 0) throw new Error('killed')
          await inner.commit(commit)
          if (dies) throw new Error('killed')
        },
      }
      const runner = await aRunner(log, mixed, { reader, state, maxBatch: 16 })
      const running = runner.run().catch(() => {})
      if (!disturbed) {
        await drained(log)
        await runner.stop()
      } else {
        const stop = setTimeout(() => void runner.stop(), 300)
        await running
        clearTimeout(stop)
      }
      await running
      await inner.close()
    }
    const ids = (await state.list('dead-letter', { limit: 1000 })).map((doc) => doc.id)
    return { sums: await sums(log), outputs: (await outputs(log)).map((r) => r.value), ids }
  }
  expect(await run(true)).toEqual(await run(false))
})

test('law 6: bad input never stops the line', async () => {
  const log = await aLog()
  await fill(log, 64)
  const runner = await aRunner(
    log,
    stageOf((r) => ok(JSON.parse(r.value).n === 31 ? JSON.parse('{') : r.value)),
  )
  const running = runner.run()
  await drained(log)
  await runner.stop()
  await running
  expect(await sums(log)).toEqual({ 'demo live ok': 63, 'demo live dead ML_STAGE_FAILED': 1 })
})

test('law 6: our own broken invariant stops the process loudly', async () => {
  const log = await aLog()
  await fill(log, 10)
  const inner = await log.reader('enrich', 'posts')
  const commit = async () => {
    throw new MoodlightError('ML_LOG_COMMIT_STALE', 'two readers act as one')
  }
  const runner = await aRunner(log, mixed, { reader: { ...inner, commit } })
  await expect(runner.run()).rejects.toMatchObject({ code: 'ML_LOG_COMMIT_STALE' })
  expect(runner.status().state).toBe('failed')
  await inner.close()
  const short: Stage<LogRecord, string | null> = { name: 'enrich', run: async () => [] }
  await expect((await aRunner(log, short)).run()).rejects.toMatchObject({ code: 'ML_INTERNAL' })
})

test('law 6: a record that ends the process each time is found and becomes dead; nothing else is lost', async () => {
  const log = await aLog(1)
  const state = new MemoryState()
  await fill(log, 50)
  let starts = 0
  // A process that ends at once: the stage answers nothing any more, and the next runner begins at the commits.
  const deadly = stageOf((r) => {
    if (r.position.offset === 23) throw new MoodlightError('ML_INTERNAL', 'the process is gone')
    return ok(r.value)
  })
  for (; (starts < 20 && (await lagOf(log)) > 0) || starts === 0; starts++) {
    const reader = await log.reader('enrich', 'posts')
    const runner = await aRunner(log, deadly, { state, reader })
    const running = runner.run().catch(() => {})
    await Promise.race([running, drained(log)])
    await runner.stop()
    await reader.close()
  }
  expect(starts).toBeLessThanOrEqual(8)
  expect(await sums(log)).toEqual({ 'demo live ok': 49, 'demo live dead ML_STAGE_CRASH': 1 })
  expect((await state.list<DeadLetter>('dead-letter', { limit: 10 }))[0]?.value.position?.offset).toBe(23)
})
