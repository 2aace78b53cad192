import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ElasticsearchServer, fetchServers, KafkaCluster } from '@moodlight/servers'
import { type Containers, containers, noContainers } from './containers.ts'

/**
 * Real servers for the suites, started once: three brokers and one Elasticsearch. Tests find their addresses in MOODLIGHT_TEST_KAFKA
 * (with commas) and MOODLIGHT_TEST_ELASTICSEARCH (a URL). What stands there already is used as it is. Otherwise containers of the
 * official images, where a Docker engine answers that has them or can pull them, and else plain processes.
 *
 * MOODLIGHT_TEST_SERVERS, words with commas: `kafka` or `elasticsearch` starts only that one, for work on a single suite, and `none`
 * leaves it to the suite; `containers` or `processes` says how, and what was said and cannot be is a failure.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const words = (process.env['MOODLIGHT_TEST_SERVERS'] ?? '').split(',')
  const which = ['kafka', 'elasticsearch', 'none'].filter((word) => words.includes(word))
  const wanted = (name: string) => which.length === 0 || which.includes(name)
  const say = (line: string) => console.log(`servers: ${line}`)
  const folder = mkdtempSync(join(tmpdir(), 'moodlight-servers-'))
  const running: { stop(): Promise<void> }[] = []
  const stop = async () => {
    await Promise.all(running.map((server) => server.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
  const started = <S extends { stop(): Promise<void> }>(server: S): S => {
    running.push(server)
    return server
  }
  let boxes: Containers | null | undefined
  /** The containers, or null for processes; asked for when the first server is needed. */
  const inContainers = (): Containers | null => {
    if (boxes !== undefined) return boxes
    const obstacle = words.includes('processes') ? 'so it was said' : noContainers()
    if (obstacle !== null && words.includes('containers')) throw new Error(`No containers: ${obstacle}.`)
    if (obstacle !== null) say(`as processes, not in containers: ${obstacle}`)
    boxes = obstacle === null ? started(containers()) : null
    return boxes
  }
  const kafka = async (): Promise<string> => {
    const inside = inContainers()
    if (inside) return (await inside.kafka(KAFKA_SETTINGS)).join(',')
    const { kafka: programs } = await fetchServers(undefined, say)
    const options = { programs, folder: join(folder, 'kafka'), brokers: 3, basePort: 23_090, heapMb: 384 }
    return started(await KafkaCluster.start({ ...options, settings: KAFKA_SETTINGS })).brokers.join(',')
  }
  const elasticsearch = async (): Promise<string> => {
    const inside = inContainers()
    if (inside) return inside.elasticsearch()
    const { elasticsearch: programs } = await fetchServers(undefined, say)
    const options = { programs, folder: join(folder, 'elasticsearch'), port: 23_200, heapMb: 512 }
    return started(await ElasticsearchServer.start(options)).url
  }
  const provide = async (name: string, variable: string, start: () => Promise<string>) => {
    const named = process.env[variable]
    if (named) return say(`${name} at ${named}, already running`)
    if (!wanted(name)) return
    const since = Date.now()
    process.env[variable] = await start()
    say(
      `${name} at ${process.env[variable]}, ${boxes ? 'in containers' : 'as processes'}, after ${Date.now() - since} ms`,
    )
  }
  try {
    await provide('kafka', 'MOODLIGHT_TEST_KAFKA', kafka)
    await provide('elasticsearch', 'MOODLIGHT_TEST_ELASTICSEARCH', elasticsearch)
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
