import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { MoodlightError } from '@moodlight/core'

export const KAFKA_VERSION = '4.1.1'
export const ELASTICSEARCH_VERSION = '9.2.4'

/** Where the programs of the servers are. */
export interface ServerPrograms {
  /** Folder of the broker's jars. */
  readonly kafka: string
  /** Home of Elasticsearch. */
  readonly elasticsearch: string
}

/** Kept between runs: MOODLIGHT_SERVERS, or a folder in the user's cache. */
export const serversFolder = (): string =>
  process.env['MOODLIGHT_SERVERS'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'moodlight/servers')

const programsIn = (into: string): ServerPrograms => ({
  kafka: join(into, `kafka-${KAFKA_VERSION}`),
  elasticsearch: join(into, `elasticsearch-${ELASTICSEARCH_VERSION}`),
})

/**
 * The programs of both servers, got with Maven from published artifacts (about 145 MB) when they are not there yet.
 * @throws ML_SERVERS_MISSING without Maven, or when it fails
 */
export async function fetchServers(
  into = serversFolder(),
  say: (line: string) => void = () => {},
): Promise<ServerPrograms> {
  const programs = programsIn(into)
  if (existsSync(join(programs.elasticsearch, 'bin/elasticsearch')) && existsSync(join(programs.kafka, jar)))
    return programs
  say('Getting Kafka and Elasticsearch (about 145 MB, once) …')
  mkdirSync(into, { recursive: true })
  await maven([
    '-q',
    '-B',
    '-f',
    join(import.meta.dirname, '../pom.xml'),
    `-Dkafka=${KAFKA_VERSION}`,
    `-Delasticsearch=${ELASTICSEARCH_VERSION}`,
    `-Dinto=${into}`,
    'package',
  ])
  return programs
}

const jar = `kafka_2.13-${KAFKA_VERSION}.jar`

function maven(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('mvn', args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    const hear = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    const missing = (why: string) =>
      reject(
        new MoodlightError(
          'ML_SERVERS_MISSING',
          `Kafka and Elasticsearch could not be got with Maven: ${why}. Install Maven, or point cluster.yaml at servers of your own.`,
        ),
      )
    child.once('error', (error) => missing(error.message))
    child.once('exit', (code) => (code === 0 ? resolve() : missing(said.trim() || `it ended with ${code}`)))
  })
}
