import type { LogRecord } from '@moodlight/ports'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fetched } from '../wire/protocol.ts'
import { StreamBuffer } from './stream-buffer.ts'

const fetched = (offset: number, size = 1): Fetched => ({
  offset: String(offset),
  timestamp: '5',
  key: Buffer.from('k'),
  value: Buffer.from('x'.repeat(size)),
  isControlRecord: false,
})
const fill = (buffer: StreamBuffer, from: number, to: number, size = 1) =>
  buffer.add(
    buffer.fetchOffset,
    Array.from({ length: to - from }, (_, i) => fetched(from + i, size)),
    to,
  )
const take = (buffer: StreamBuffer, n: number): number[] => {
  const records: LogRecord[] = []
  buffer.take(n, Number.POSITIVE_INFINITY, false, records)
  return records.map((r) => r.position.offset)
}
const fresh = (at = 0) => new StreamBuffer({ topic: 't', partition: 0 }, 'live', at)

test('records before the offset asked for, and answers to an older question, are left out', () => {
  const buffer = fresh(3)
  fill(buffer, 0, 6)
  expect(buffer.fetchOffset).toBe(6)
  buffer.add(3, [fetched(3)], 9)
  expect(take(buffer, 10)).toEqual([3, 4, 5])
})

test('a rewind gives what was handed out and not done again, without asking the broker', () => {
  const buffer = fresh()
  fill(buffer, 0, 10)
  take(buffer, 7)
  buffer.done(4)
  buffer.rewind(4)
  expect(buffer.fetchOffset).toBe(10)
  expect(take(buffer, 100)).toEqual([4, 5, 6, 7, 8, 9])
})

test('more than it may keep is asked for again', () => {
  const buffer = fresh()
  for (let at = 0; at < 10; at++) {
    fill(buffer, at, at + 1, 2 << 20)
    expect(take(buffer, 1)).toEqual([at])
  }
  buffer.rewind(0)
  expect(buffer.fetchOffset).toBe(0)
  expect(buffer.ahead).toBe(0)
})

test('beyond a gap it goes on where the reader has accepted it', () => {
  const buffer = fresh(2)
  buffer.gap = 50
  buffer.done(50)
  expect([buffer.gap, buffer.fetchOffset]).toEqual([null, 50])
})

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('fill' as const), n: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ do: fc.constant('take' as const), n: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ do: fc.constant('done' as const), n: fc.nat(9) }),
    fc.record({ do: fc.constant('rewind' as const), n: fc.constant(0) }),
  ),
  { maxLength: 60 },
)

test('any order of filling, taking, committing and rewinding: every offset in order, from the commit on after a rewind', () => {
  fc.assert(
    fc.property(steps, (moves) => {
      const buffer = fresh()
      let [filled, handed, committed] = [0, 0, 0]
      for (const { do: move, n } of moves) {
        if (move === 'fill') {
          fill(buffer, filled, filled + n)
          filled += n
        } else if (move === 'take') {
          const got = take(buffer, n)
          expect(got).toEqual(Array.from({ length: Math.min(n, filled - handed) }, (_, i) => handed + i))
          handed += got.length
        } else if (move === 'done') {
          committed = Math.min(handed, committed + n)
          buffer.done(committed)
        } else {
          buffer.rewind(committed)
          handed = committed
        }
        expect(buffer.waiting).toBe(filled - handed)
        expect(buffer.ahead).toBe(2 * (filled - handed))
      }
    }),
  )
})
