import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ElasticsearchServer, fetchServers, KafkaCluster } from '@moodlight/servers'

/**
 * Real servers for the suites, started once: three brokers and one Elasticsearch. MOODLIGHT_TEST_KAFKA (addresses with commas)
 * and MOODLIGHT_TEST_ELASTICSEARCH (a URL) name running ones instead; MOODLIGHT_TEST_SERVERS=kafka or =elasticsearch starts
 * only that one, for work on a single suite, and =none leaves it to the suite. Tests find the addresses in the first two variables.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const wanted = (process.env['MOODLIGHT_TEST_SERVERS'] ?? 'kafka,elasticsearch').split(',')
  const folder = mkdtempSync(join(tmpdir(), 'moodlight-servers-'))
  const running: { stop(): Promise<void> }[] = []
  const say = (line: string) => console.log(`servers: ${line}`)
  const stop = async () => {
    await Promise.all(running.map((server) => server.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
  const start = async <S extends { stop(): Promise<void> }>(server: Promise<S>): Promise<S> => {
    running.push(await server)
    return server
  }
  const kafka = async () => {
    const named = process.env['MOODLIGHT_TEST_KAFKA']
    if (named) return say(`Kafka at ${named}, already running`)
    if (!wanted.includes('kafka')) return
    const { kafka: programs } = await fetchServers(undefined, say)
    const options = { programs, folder: join(folder, 'kafka'), brokers: 3, basePort: 23_090, heapMb: 384 }
    const cluster = await start(KafkaCluster.start({ ...options, settings: KAFKA_SETTINGS }))
    process.env['MOODLIGHT_TEST_KAFKA'] = cluster.brokers.join(',')
    say(`Kafka at ${cluster.brokers.join(',')}, three brokers as processes`)
  }
  const elasticsearch = async () => {
    const named = process.env['MOODLIGHT_TEST_ELASTICSEARCH']
    if (named) return say(`Elasticsearch at ${named}, already running`)
    if (!wanted.includes('elasticsearch')) return
    const { elasticsearch: programs } = await fetchServers(undefined, say)
    const options = { programs, folder: join(folder, 'elasticsearch'), port: 23_200, heapMb: 512 }
    const server = await start(ElasticsearchServer.start(options))
    process.env['MOODLIGHT_TEST_ELASTICSEARCH'] = server.url
    say(`Elasticsearch at ${server.url}, as a process`)
  }
  try {
    await kafka()
    await elasticsearch()
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

/** Short sessions and an eager retention, so that a test need not wait for minutes. */
const KAFKA_SETTINGS = {
  'group.min.session.timeout.ms': 1000,
  'log.retention.check.interval.ms': 500,
  'log.initial.task.delay.ms': 500,
}
