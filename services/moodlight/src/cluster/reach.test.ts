import { expect, onTestFinished, test, vi } from 'vitest'
import { Reach } from './reach.ts'

const logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => logger }

function aReach(probe: () => Promise<unknown>): Reach {
  const reach = new Reach({ name: 'kafka', probe, logger, everyMs: 5, limitMs: 60 })
  onTestFinished(() => reach.stop())
  return reach
}

test('a server that answers, goes away and comes back is told as it is', async () => {
  let away: Error | null = null
  const reach = aReach(async () => {
    if (away) throw away
  })
  await vi.waitFor(() => expect(reach.check()).toEqual({ live: true, ready: true, detail: '' }))
  away = new Error('connection refused\nand a stack')
  await vi.waitFor(() => expect(reach.check()).toEqual({ live: true, ready: false, detail: 'connection refused' }))
  away = null
  await vi.waitFor(() => expect(reach.check().ready).toBe(true))
})

test('a server that takes questions and never answers is away', async () => {
  let frozen = false
  const reach = aReach(() => (frozen ? new Promise(() => {}) : Promise.resolve()))
  await vi.waitFor(() => expect(reach.check().ready).toBe(true))
  frozen = true
  await vi.waitFor(() => expect(reach.check()).toMatchObject({ ready: false, detail: 'no answer within 60 ms' }))
})
