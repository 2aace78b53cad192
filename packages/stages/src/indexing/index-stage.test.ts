import type { ApplyResult, LogRecord, StoreEvent } from '@moodlight/ports'
import { aPost, aPostMentions, aTick, aTombstone, T0 } from '@moodlight/testkit'
import { expect, test } from 'vitest'
import { index } from './index-stage.ts'

const record = (value: unknown, offset = 0): LogRecord => ({
  position: { lane: 'live', partition: 0, offset },
  key: 'k',
  value: typeof value === 'string' ? value : JSON.stringify(value),
  at: T0,
})
const { signal } = new AbortController()

test('what the store says of an event is its outcome, and what is no event never reaches it', async () => {
  const results: ApplyResult[] = ['applied', 'duplicate', 'superseded', 'erased']
  const seen: StoreEvent[] = []
  const store = {
    async apply(batch: readonly StoreEvent[]) {
      seen.push(...batch)
      return results.slice(0, batch.length)
    },
  }
  let stored = 0
  const stage = index({ store, onStored: (seenAt) => (stored = seenAt) })
  const record0 = aPostMentions(aPost({ seenAt: T0 + 5 }))
  const batch = [record0, 'no json', aTick(T0), { type: 'post' }, aTombstone('test:1'), aPostMentions()]
  const outcomes = await stage.run(batch.map(record), signal)
  expect(outcomes.map((o) => (o.kind === 'ok' ? 'ok' : o.kind === 'drop' ? o.reason : o.code))).toEqual([
    'ok',
    'ML_EVENT_NOT_JSON',
    'duplicate',
    'ML_EVENT_INVALID',
    'superseded',
    'erased',
  ])
  expect(seen[0]).toEqual(record0)
  expect(seen.length).toBe(4)
  expect(stored).toBe(T0 + 5)
})
