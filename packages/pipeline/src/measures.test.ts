import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs, pause } from './backoff.ts'
import { BatchSize } from './batch-size.ts'
import { NO_SOURCE, sourceOf } from './source-of.ts'

test('back-off rises, is bounded, and is jittered over its upper half', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, x) => {
      const ms = backoffMs(attempt, { baseMs: 100, maxMs: 5000, random: () => x })
      const bound = Math.min(5000, 100 * 2 ** (attempt - 1))
      expect(ms).toBeGreaterThanOrEqual(bound / 2)
      expect(ms).toBeLessThanOrEqual(bound + 1)
    }),
  )
})

test('a pause ends when it is aborted', async () => {
  const controller = new AbortController()
  const paused = pause(3_600_000, controller.signal)
  controller.abort()
  await paused
  await pause(3_600_000, controller.signal)
})

test('the batch size settles where a batch takes its target time, and never under its floor', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.002, max: 20, noNaN: true }), (msEach) => {
      const size = new BatchSize({ targetMs: 60, first: 64, most: 2000 })
      for (let i = 0; i < 40; i++) size.observe(size.size, size.size * msEach)
      expect(size.size === 128 || size.size * msEach <= 60).toBe(true)
      expect(size.size === 2000 || size.size * msEach > 10).toBe(true)
    }),
  )
})

test('small batches say nothing about large ones', () => {
  const size = new BatchSize({ targetMs: 60, first: 64, most: 2000 })
  for (let i = 0; i < 100; i++) size.observe(3, 0.1)
  expect(size.size).toBe(64)
})

test('the source is found in any JSON, and texts cannot forge it', () => {
  const forged = fc.string().map((s) => `${s}"source":"evil"${s}`)
  fc.assert(
    fc.property(forged, fc.boolean(), (text, spaced) => {
      const json = JSON.stringify({ type: 'post', text, source: 'demo' }, null, spaced ? 2 : 0)
      expect(sourceOf(json)).toBe('demo')
      expect(sourceOf(JSON.stringify({ type: 'tick', text }))).toBe(NO_SOURCE)
    }),
  )
  expect(sourceOf('no json')).toBe(NO_SOURCE)
})
