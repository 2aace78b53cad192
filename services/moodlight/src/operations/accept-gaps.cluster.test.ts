import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { KafkaLogConfig, kafkaOptions, openKafkaLog } from '@moodlight/log-kafka'
import { expect, onTestFinished, test } from 'vitest'
import { acceptGaps } from './accept-gaps.ts'

test('what Kafka took before enrich had read it is counted, and enrich goes on with what is kept', async () => {
  const brokers = (process.env['MOODLIGHT_TEST_KAFKA'] ?? '').split(',')
  const topicPrefix = `t${randomBytes(6).toString('hex')}.`
  const config = KafkaLogConfig.parse({ brokers, topicPrefix, partitions: 1, sessionSeconds: 3 })
  const noSecret = () => {
    throw new Error('there is no sign-in')
  }
  const short = { 'retention.ms': '1000', 'segment.ms': '1000' }
  const { log, close } = await openKafkaLog({ ...kafkaOptions(config, noSecret), topicSettings: short })
  onTestFinished(close)
  const append = (n: number) =>
    log.append(
      'posts',
      Array.from({ length: n }, (_, i) => ({ key: `k${i}`, value: `{"n":${i}}`, lane: 'live' as const })),
    )
  // It has a place in the log, reads nothing, and is gone.
  const early = await log.reader('enrich', 'posts')
  await early.next({ max: 1, waitMs: 5000 })
  await early.close()
  await append(20)
  const gap = async () => {
    // A segment goes when a younger one has begun.
    await append(1)
    const reader = await log.reader('enrich', 'posts')
    const error = await reader.next({ max: 1, waitMs: 3000 }).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    await reader.close()
    return error
  }
  let found: unknown = null
  while (found === null) {
    await sleep(1000)
    found = await gap()
  }
  expect(found).toMatchObject({ code: 'ML_LOG_GAP' })
  const [accepted, ...more] = await acceptGaps(log)
  expect(more).toEqual([])
  expect(accepted?.group).toBe('enrich')
  expect(accepted?.lost).toBeGreaterThanOrEqual(20)
  expect(await log.ledger()).toEqual([
    { stage: 'enrich', source: '-', lane: 'live', outcome: 'dead', reason: 'ML_LOG_GAP', n: accepted?.lost },
  ])
  // What is appended now may be gone in a second as well: this log forgets quickly.
  for (let read = 0; read === 0; ) {
    await acceptGaps(log)
    await append(1)
    const reader = await log.reader('enrich', 'posts')
    const records = await reader.next({ max: 5, waitMs: 3000 }).catch(() => [])
    await reader.close()
    read = records.length
  }
})
