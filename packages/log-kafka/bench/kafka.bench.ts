import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NewRecord } from '@moodlight/ports'
import { fetchServers, KafkaCluster } from '@moodlight/servers'
import { Kafka, logLevel, Partitioners } from 'kafkajs'
import { openKafkaLog } from '../src/index.ts'

/**
 * Append and read through the port, against the public producer and consumer of kafkajs, on the same three brokers (started here,
 * unless MOODLIGHT_TEST_KAFKA names some), records of 500 bytes in batches of 1,000, all replicas acknowledging. Rounds are
 * interleaved, the median counts. "produce" waits for each batch, "produce-4" has four on the way. "consume" reads what is there,
 * from the join of a fresh group on; text is made of every value on both sides, and nothing is committed.
 */
const BATCH = 1000
const BATCHES = 30
const ROUNDS = 5
const N = BATCH * BATCHES
const PARTITIONS = 6

const value = (i: number) => `${JSON.stringify({ type: 'post', id: `net:${i}`, text: '' }).padEnd(499, ' ')}}`
const batches: NewRecord[][] = Array.from({ length: BATCHES }, (_, b) =>
  Array.from({ length: BATCH }, (_, i) => ({ key: `net:${b * BATCH + i}`, value: value(b * BATCH + i), lane: 'live' })),
)

const named = process.env['MOODLIGHT_TEST_KAFKA']
const folder = await mkdtemp(join(tmpdir(), 'moodlight-bench-'))
const cluster = named ? null : await start()
const brokers = named?.split(',') ?? [...cluster!.brokers]

async function start(): Promise<KafkaCluster> {
  const { kafka: programs } = await fetchServers()
  return KafkaCluster.start({ programs, folder: join(folder, 'kafka'), brokers: 3, basePort: 25_500, heapMb: 384 })
}

const results: Record<string, number[]> = {}
async function measure(name: string, work: () => Promise<void>): Promise<void> {
  const from = performance.now()
  await work()
  results[name] = [...(results[name] ?? []), (N / (performance.now() - from)) * 1000]
}

const four = async (send: (batch: NewRecord[]) => Promise<unknown>) => {
  const queue = [...batches]
  const source = async () => {
    for (let batch = queue.shift(); batch; batch = queue.shift()) await send(batch)
  }
  await Promise.all([source(), source(), source(), source()])
}

const topicPrefix = `bench${randomBytes(4).toString('hex')}.`
const { log, close } = await openKafkaLog({
  brokers,
  clientId: 'bench',
  topicPrefix,
  ssl: null,
  sasl: null,
  partitions: PARTITIONS,
  replication: 3,
  retentionMs: 7 * 86_400_000,
  createTopics: true,
  development: false,
  sessionMs: 10_000,
  retryMs: 30_000,
})
const kafka = new Kafka({ brokers, clientId: 'bare', logLevel: logLevel.NOTHING })
const admin = kafka.admin()
await admin.connect()
const bare = (name: string) => `${topicPrefix}bare-${name}`
await admin.createTopics({
  waitForLeaders: true,
  topics: ['one', 'four'].map((name) => ({ topic: bare(name), numPartitions: PARTITIONS, replicationFactor: 3 })),
})
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, allowAutoTopicCreation: false })
await producer.connect()
const sendBare = (topic: string) => (batch: NewRecord[]) =>
  producer.send({ topic, acks: -1, messages: batch.map(({ key, value }) => ({ key, value })) })

/** Both sides are warm before anything counts. */
await log.append('posts', batches[0]!)
await sendBare(bare('one'))(batches[0]!)

for (let round = 0; round < ROUNDS; round++) {
  await measure('bare produce', async () => {
    for (const batch of batches) await sendBare(bare('one'))(batch)
  })
  await measure('produce', async () => {
    for (const batch of batches) await log.append('posts', batch)
  })
  await measure('bare produce-4', () => four(sendBare(bare('four'))))
  await measure('produce-4', () => four((batch) => log.append('mentions', batch)))
}

for (let round = 0; round < ROUNDS; round++) {
  const all = N * ROUNDS
  let chars = 0
  const consumer = kafka.consumer({
    groupId: `${topicPrefix}bare-${round}`,
    maxBytesPerPartition: 1 << 20,
    maxBytes: 8 << 20,
  })
  await consumer.connect()
  await consumer.subscribe({ topic: bare('four'), fromBeginning: true })
  let from = 0
  let n = 0
  await new Promise<void>((resolve) => {
    void consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        // The join is not what is measured.
        if (from === 0) from = performance.now()
        for (const { key, value } of batch.messages) chars += key!.toString().length + value!.toString().length
        n += batch.messages.length
        if (n >= all) resolve()
      },
    })
  })
  results['bare consume'] = [...(results['bare consume'] ?? []), (all / (performance.now() - from)) * 1000]
  await consumer.disconnect()

  const reader = await log.reader(`bench-${round}`, 'mentions')
  let ours = (await reader.next({ max: 1, waitMs: 30_000 })).length
  const start = performance.now()
  while (ours < all) {
    const records = await reader.next({ max: 2000, waitMs: 1000 })
    for (const { key, value } of records) chars += key.length + value.length
    ours += records.length
  }
  results['consume'] = [...(results['consume'] ?? []), (all / (performance.now() - start)) * 1000]
  await reader.close()
  if (chars === 0) throw new Error('nothing was read')
}

const { topics } = { topics: (await admin.listTopics()).filter((name) => name.startsWith(topicPrefix)) }
await producer.disconnect()
await close()
await admin.deleteTopics({ topics })
await admin.disconnect()
await cluster?.stop()
await rm(folder, { recursive: true, force: true })

const median = (name: string) => results[name]!.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!
for (const name of ['produce', 'produce-4', 'consume']) {
  const base = median(`bare ${name}`)
  console.log(
    JSON.stringify({
      bench: 'log-kafka',
      case: name,
      value: Math.round(median(name)),
      unit: 'records/s',
      baseline: Math.round(base),
      ratio: Number((median(name) / base).toFixed(2)),
    }),
  )
}
