import type { Logger } from '@moodlight/runtime'
import { expect, test, vi } from 'vitest'
import { startRetention } from './retention.ts'

const DAY = 86_400_000
const clock = { now: () => 500 * DAY }

test('what is older than the retention of its source is asked to go, again and again, also after a failure', async () => {
  const asked: unknown[] = []
  const told: string[] = []
  const tell = (_fields: object, text: string) => void told.push(text)
  const retention = startRetention({
    store: {
      async expire(ages) {
        asked.push(ages)
        if (asked.length === 1) throw new Error('the disk is full')
        return 3
      },
    },
    sources: [
      { id: 'news', retentionDays: 400 },
      { id: 'forum', retentionDays: 30 },
    ],
    clock,
    logger: { info: tell, warn: tell } as unknown as Logger,
    firstMs: 1,
    everyMs: 1,
  })
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(1))
  await retention.stop()
  expect(asked[0]).toEqual([
    { source: 'news', before: 100 * DAY },
    { source: 'forum', before: 470 * DAY },
  ])
  expect(told[0]).toContain('tried again')
  expect(told[1]).toContain('removed')
})
