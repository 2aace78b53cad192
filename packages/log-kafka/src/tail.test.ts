import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { Layout } from './layout.ts'
import { KafkaTail } from './tail.ts'
import { Wire } from './wire/wire.ts'

type Asked = { topics: { topic: string; partitions: { partition: number; fetchOffset?: string }[] }[] }

/** Two brokers, each with one partition, that answer after a time of their own. */
class TwoBrokers extends Wire {
  /** Times of the records of each partition. */
  readonly records: number[][] = [[], []]
  readonly delays: readonly number[]

  constructor(delays: readonly number[]) {
    super({ brokers: [], clientId: 't', requestTimeoutMs: 100, retryMs: 200 } as never, [])
    this.delays = delays
  }

  override topic() {
    return { leaders: [0, 1], replicas: 1 }
  }

  override leader(_topic: string, partition: number): number {
    return partition
  }

  override async refresh(): Promise<void> {}

  override async call<T>(node: number, _purpose: string, api: string, args: object): Promise<T> {
    const topics = (args as Asked).topics.map(({ topic, partitions }) => ({ topic, topicName: topic, partitions }))
    await sleep(api === 'Fetch' ? 5 + this.delays[node]! : 0)
    const end = this.records[node]!.length
    const answerOf = ({ partition, fetchOffset = '0' }: { partition: number; fetchOffset?: string }) => ({
      partition,
      errorCode: 0,
      offset: String(end),
      highWatermark: String(end),
      messages: this.records[partition]!.map((at, offset) => ({
        offset: String(offset),
        timestamp: String(at),
        key: null,
        value: Buffer.from(`${partition}/${offset}`),
        isControlRecord: false,
      })).slice(Number(fetchOffset)),
    })
    const responses = topics.map(({ partitions, ...rest }) => ({ ...rest, partitions: partitions.map(answerOf) }))
    return { responses } as T
  }
}

async function tailOf(wire: TwoBrokers, holdMs: number) {
  const tail = await KafkaTail.open(wire, new Layout('t.'), {
    topic: 'mentions',
    from: 'now',
    number: 1,
    holdMs,
    onClose: () => {},
  })
  onTestFinished(async () => {
    await tail.close()
    wire.close()
  })
  return tail
}

async function read(tail: KafkaTail, n: number): Promise<string[]> {
  const told: string[] = []
  while (told.length < n)
    for (const item of await tail.next({ max: 100, waitMs: 60_000 }))
      told.push(item.kind === 'record' ? `${item.record.value} ${item.id}` : 'gap')
  return told
}

test('whichever broker answers first: everybody is told the same records in the same order with the same ids', async () => {
  const times = [
    [10, 11, 20, 40, 50],
    [10, 12, 13, 30, 51],
  ] as const
  const all = [
    [0, 80],
    [80, 0],
    [30, 30],
  ].map(async (delays) => {
    const wire = new TwoBrokers(delays)
    const tail = await tailOf(wire, 30_000)
    const reading = read(tail, 9)
    for (let n = 0; n < 5; n++) {
      for (const p of [0, 1]) wire.records[p]!.push(times[p]![n]!)
      await sleep(25)
    }
    return reading
  })
  const [one, two, three] = await Promise.all(all)
  expect(one!.map((told) => told.split(' ')[0])).toEqual([
    '0/0',
    '1/0',
    '0/1',
    '1/1',
    '1/2',
    '0/2',
    '1/3',
    '0/3',
    '0/4',
  ])
  expect(two).toEqual(one)
  expect(three).toEqual(one)
})

test('a partition that says nothing holds up the others for a while and not for ever, nor who does not wait', async () => {
  const wire = new TwoBrokers([0, 0])
  const tail = await tailOf(wire, 200)
  wire.records[0]!.push(1, 2)
  expect(await read(tail, 2)).toHaveLength(2)
  const other = await tailOf(wire, 60_000)
  wire.records[0]!.push(3)
  expect((await other.next({ max: 10, waitMs: 100 })).length).toBe(1)
})
