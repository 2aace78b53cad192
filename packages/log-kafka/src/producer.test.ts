import { expect, test } from 'vitest'
import { scripted } from '../test/scripted.ts'
import { message, Producer } from './producer.ts'

/** The scenario in which the producer of kafkajs resolves and loses 462 of 1,001 records: see ARCHITECTURE.md. */
test('leaders move while a part of the brokers has answered: nothing is lost, nothing doubled', async () => {
  const cluster = scripted(4, [1, 2])
  // The first request to broker 2 is refused, since its partitions have moved to broker 1.
  cluster.onProduce = (node, calls) => {
    if (node !== 2 || calls !== 1) return null
    cluster.leaders.fill(1)
    return 'NOT_LEADER_FOR_PARTITION'
  }
  const producer = new Producer(cluster.wire)
  const partitions = [0, 1, 2, 3]
  const sent = await Promise.all(
    partitions.map((partition) => {
      const mine = Array.from({ length: 250 }, (_, i) => message(`k${i}`, `${partition}/${i}`))
      return producer.send({ topic: 't', partition }, mine)
    }),
  )
  for (const partition of partitions) {
    const expected = Array.from({ length: 250 }, (_, i) => `${partition}/${i}`)
    expect(cluster.written.get(partition)).toEqual(expected)
    expect(sent[partition]).toEqual(expected.map((_, i) => i))
  }
})

test('one partition is refused in an answer that takes the others: only that one is sent again', async () => {
  const cluster = scripted(3, [1])
  let refused = 0
  cluster.onPartition = (partition) => (partition === 1 && refused++ < 2 ? 'NOT_ENOUGH_REPLICAS' : null)
  const producer = new Producer(cluster.wire)
  await Promise.all(
    [0, 1, 2].map((partition) => producer.send({ topic: 't', partition }, [message('k', `${partition}`)])),
  )
  expect(Object.fromEntries(cluster.written)).toEqual({ 0: ['0'], 1: ['1'], 2: ['2'] })
  expect(refused).toBe(3)
})

test('the order of a partition holds over refusals, with many sends at once', async () => {
  const cluster = scripted(1, [1])
  let n = 0
  cluster.onPartition = () => (n++ % 3 === 0 ? 'REQUEST_TIMED_OUT' : null)
  const producer = new Producer(cluster.wire)
  const sends = Array.from({ length: 60 }, (_, i) =>
    producer.send({ topic: 't', partition: 0 }, [message('k', `${i}`)]),
  )
  const offsets = (await Promise.all(sends)).flat()
  expect(cluster.written.get(0)).toEqual(sends.map((_, i) => `${i}`))
  expect(offsets).toEqual(sends.map((_, i) => i))
})

test('nothing resolves that was not acknowledged: after the limit it is ML_LOG_UNAVAILABLE', async () => {
  const cluster = scripted(1, [1], 200)
  cluster.onPartition = () => 'NOT_ENOUGH_REPLICAS_AFTER_APPEND'
  const producer = new Producer(cluster.wire)
  const sending = producer.send({ topic: 't', partition: 0 }, [message('k', 'v')])
  await expect(sending).rejects.toMatchObject({ code: 'ML_LOG_UNAVAILABLE' })
})

test('what no retry mends is refused at once, and the next is taken', async () => {
  const cluster = scripted(1, [1])
  let n = 0
  cluster.onPartition = () => (n++ === 0 ? 'MESSAGE_TOO_LARGE' : null)
  const producer = new Producer(cluster.wire)
  await expect(producer.send({ topic: 't', partition: 0 }, [message('k', 'v')])).rejects.toMatchObject({
    code: 'ML_EVENT_TOO_LARGE',
  })
  expect(await producer.send({ topic: 't', partition: 0 }, [message('k', 'v')])).toEqual([0])
})
