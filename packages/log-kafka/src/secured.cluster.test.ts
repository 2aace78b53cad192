import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '@moodlight/core'
import { fetchServers, KafkaCluster, selfSigned } from '@moodlight/servers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KafkaOptions } from './config.ts'
import { KafkaLogConfig, kafkaOptions, openKafkaLog } from './index.ts'

/** A broker that takes nobody without TLS and a sign-in. */
const folder = mkdtempSync(join(tmpdir(), 'moodlight-secured-'))
const certificate = join(folder, 'keys/server.pem')
const password = 'right-password'
let cluster: KafkaCluster

beforeAll(async () => {
  const { kafka: programs } = await fetchServers()
  const keys = selfSigned(join(folder, 'keys'))
  cluster = await KafkaCluster.start({
    programs,
    folder: join(folder, 'kafka'),
    brokers: 1,
    basePort: 25_300,
    heapMb: 256,
    sasl: { user: 'app', password },
    tls: { keystore: keys.keystore, password: keys.password },
  })
})

afterAll(async () => {
  await cluster?.stop()
  rmSync(folder, { recursive: true, force: true })
})

function options(mechanism: 'PLAIN' | 'SCRAM-SHA-512', more: object = {}, secret = password): KafkaOptions {
  const config = KafkaLogConfig.parse({
    brokers: cluster.brokers,
    topicPrefix: `secured.${mechanism.toLowerCase()}.`,
    tls: { ca: certificate },
    sasl: { mechanism, user: 'app', password: { env: 'KAFKA_PASSWORD' } },
    partitions: 2,
    replication: 1,
    development: true,
    retrySeconds: 15,
    ...more,
  })
  return kafkaOptions(config, () => new Secret(secret))
}

for (const mechanism of ['PLAIN', 'SCRAM-SHA-512'] as const)
  test(`TLS and ${mechanism}: writes and reads`, async () => {
    const { log, close } = await openKafkaLog(options(mechanism))
    await log.append('posts', [{ key: 'net:1', value: '{"n":1}', lane: 'live' }])
    const reader = await log.reader('g', 'posts')
    const records = await reader.next({ max: 10, waitMs: 20_000 })
    expect(records.map((r) => r.value)).toEqual(['{"n":1}'])
    const { position } = records[0]!
    await reader.commit({ next: [{ ...position, offset: position.offset + 1 }], outputs: [], ledger: [] })
    expect((await log.lag()).every(({ records: n }) => n === 0)).toBe(true)
    await close()
  })

test('a wrong password is ML_LOG_REFUSED at once, and is not told', async () => {
  for (const mechanism of ['PLAIN', 'SCRAM-SHA-512'] as const) {
    const failure = await openKafkaLog(options(mechanism, {}, 'wrong-password')).catch((error) => error)
    expect(failure).toMatchObject({ code: 'ML_LOG_REFUSED' })
    expect(`${failure.message}${failure.stack}${JSON.stringify(failure)}`).not.toContain('wrong-password')
  }
})

test('a certificate that nobody we trust has signed is ML_LOG_REFUSED', async () => {
  await expect(openKafkaLog(options('SCRAM-SHA-512', { tls: {} }))).rejects.toMatchObject({ code: 'ML_LOG_REFUSED' })
})

test('PLAIN without TLS is refused before anything is sent', () => {
  expect(() => options('PLAIN', { tls: undefined, development: false })).toThrow(/in the clear/)
})
