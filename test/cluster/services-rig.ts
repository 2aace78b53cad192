import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClusterPorts, openPorts, readCluster } from '@moodlight/moodlight'
import { command, type Ended, end, start } from '../product.ts'
import { PARTITIONS } from './oracle.ts'

export const SERVICES = ['ingest', 'enrich', 'index', 'query'] as const
export type Service = (typeof SERVICES)[number]

const START_MS = 600_000

/** One service as a process, with what it said so far. */
export interface Process {
  readonly service: Service
  readonly child: ChildProcess
  /** Address of health and metrics. */
  readonly health: string
  /** Address of page and API; null for all but query. */
  readonly address: string | null
  said(): string
  /** Whether /readyz says yes. */
  ready(): Promise<boolean>
  /** SIGTERM and its exit code. */
  stop(): Promise<number | null>
  kill(): Promise<void>
}

export interface ClusterRig {
  readonly folder: string
  readonly config: string
  /** The folder that the source `inbox` reads. */
  readonly inbox: string
  start(service: Service): Promise<Process>
  cli(...args: string[]): Promise<Ended>
  /** The ports, opened in this process: what the oracle looks at. */
  ports(): Promise<ClusterPorts>
  close(): Promise<void>
}

export interface RigOptions {
  readonly sources?: readonly object[]
  /** Address of Elasticsearch for the services, when they go through a proxy. */
  readonly elasticsearch?: string
}

export const kafka = (): readonly string[] => (process.env['MOODLIGHT_TEST_KAFKA'] ?? '').split(',')
export const elasticsearch = (): string => process.env['MOODLIGHT_TEST_ELASTICSEARCH'] ?? ''

let rigs = 0

/** A cluster of its own on the shared servers: other topics and indices than every other test. */
export function clusterRig(options: RigOptions = {}): ClusterRig {
  const folder = mkdtempSync(join(tmpdir(), 'moodlight-cluster-'))
  const inbox = join(folder, 'inbox')
  mkdirSync(inbox)
  const unique = `t${process.pid}-${Date.now().toString(36)}-${++rigs}`
  writeFileSync(join(folder, 'secret'), 'a secret of this test suite, of more than 32 bytes\n')
  const configOf = (nodes: string) => ({
    secret: { file: './secret' },
    brands: [{ id: 'testbank', label: 'Testbank', names: ['Testbank'] }],
    sources: options.sources ?? [{ id: 'inbox', type: 'file', paths: ['./inbox'], pollSeconds: 0.2, lane: 'live' }],
    server: { port: 0 },
    health: { port: 0 },
    ingest: { leaseSeconds: 4 },
    log: { type: 'kafka', brokers: kafka(), topicPrefix: `${unique}.`, partitions: PARTITIONS, sessionSeconds: 4 },
    store: { type: 'elasticsearch', nodes: [nodes], indexPrefix: unique, shards: 1, replicas: 0, refresh: '200ms' },
  })
  const config = join(folder, 'cluster.yaml')
  const direct = join(folder, 'direct.yaml')
  writeFileSync(config, JSON.stringify(configOf(options.elasticsearch ?? elasticsearch())))
  writeFileSync(direct, JSON.stringify(configOf(elasticsearch())))
  const processes = new Set<Process>()
  let opened: Promise<ClusterPorts> | null = null
  return {
    folder,
    config,
    inbox,
    async start(service) {
      const process = await startService(service, config)
      processes.add(process)
      return process
    },
    cli: (...args) => command([...args, '--config', config]),
    ports() {
      opened ??= openPorts(readCluster(direct))
      return opened
    },
    async close() {
      await Promise.all([...processes].map((one) => one.kill()))
      await (await opened)?.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function startService(service: Service, config: string): Promise<Process> {
  const child = start([service, '--config', config, '--health-port', '0'])
  let said = ''
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(late)
      child.kill('SIGKILL')
      reject(new Error(`${service} ${why}\n${said.slice(-4000)}`))
    }
    const late = setTimeout(() => fail(`is not up within ${START_MS} ms`), START_MS)
    const listen = (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-200_000)
      const line = said.split('\n').find((one) => one.includes('"msg":"is up"'))
      if (line === undefined) return
      clearTimeout(late)
      const { health, address = null } = JSON.parse(line) as { health: string; address?: string }
      resolve({
        service,
        child,
        health,
        address,
        said: () => said,
        ready: () =>
          fetch(`${health}/readyz`).then(
            ({ ok }) => ok,
            () => false,
          ),
        stop: () => end(child, 'SIGTERM'),
        kill: async () => void (await end(child, 'SIGKILL')),
      })
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', (code, signal) => {
      fail(`ended with ${code ?? signal} before it was up`)
      // Nobody asked it to: what it said last tells why.
      if (code !== 0 && signal !== 'SIGKILL')
        console.error(`${service} ended with ${code ?? signal}:\n${said.slice(-3000)}`)
    })
  })
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks again until it is so. */
export async function until(what: string, is: () => Promise<boolean> | boolean, limitMs = 500_000): Promise<void> {
  const end = Date.now() + limitMs
  while (!(await is())) {
    if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`)
    await pause(100)
  }
}
