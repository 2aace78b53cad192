import { expect, test } from 'vitest'
import { Room } from './room.ts'

test('deliveries wait while the log is full, history much earlier than what is said now', async () => {
  const waiting = { live: 0, background: 0 }
  const room = new Room({ waiting: (lane) => waiting[lane] }, { live: 100, background: 10 })
  const passed: string[] = []
  const pass = async (lane: 'live' | 'background') => {
    await room.wait(lane)
    passed.push(lane)
  }
  waiting.background = 10
  const history = pass('background')
  await pass('live')
  expect(passed).toEqual(['live'])
  waiting.background = 9
  await history
  expect(passed).toEqual(['live', 'background'])
  waiting.live = 100
  expect(room.full('live')).toBe(true)
  const live = pass('live')
  room.stop()
  await live
})
