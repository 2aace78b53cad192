import fc from 'fast-check'
import kafkajsMurmur2 from 'kafkajs/src/producer/partitioners/default/murmur2.js'
import { expect, test } from 'vitest'
import { murmur2, partitionOf } from './partitioner.ts'

test('the values that the tests of Kafka itself give', () => {
  const known: [string, number][] = [
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ]
  for (const [key, hash] of known) expect(murmur2(Buffer.from(key)), key).toBe(hash)
})

test('the same as kafkajs for any key', () => {
  const key = fc.string({ maxLength: 12 })
  fc.assert(
    fc.property(key, (text) => murmur2(Buffer.from(text)) === kafkajsMurmur2(text)),
    { numRuns: 50 },
  )
})

test('a partition that is there', () => {
  const partitions = Array.from({ length: 200 }, (_, i) => partitionOf(`net:${i}`, 5))
  expect(new Set(partitions)).toEqual(new Set([0, 1, 2, 3, 4]))
})
