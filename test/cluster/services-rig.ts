import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
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
  /** Prefix of its topics. */
  readonly topicPrefix: string
  readonly config: string
  /** The folder that the source `inbox` reads. */
  readonly inbox: string
  /** `more`: further keys of the configuration, for this process alone. */
  start(service: Service, more?: object): Promise<Process>
  /** Starts a process that kills itself at a named point (`NAME:n`); resolves when it has. */
  doomed(service: Service, point: string, limitMs: number): Promise<'killed' | 'alive'>
  cli(...args: string[]): Promise<Ended>
  /** The ports, opened in this process: what the oracle looks at. */
  ports(): Promise<ClusterPorts>
  close(): Promise<void>
}

export interface RigOptions {
  readonly sources?: readonly object[]
  /** Address of Elasticsearch for the services, when they go through a proxy. */
  readonly elasticsearch?: string
  /** Servers of the suite's own, instead of those that all suites share. */
  readonly servers?: { readonly kafka: readonly string[]; readonly elasticsearch: string }
  /** Addresses of the brokers for the services, when they go through a proxy. */
  readonly kafka?: readonly string[]
  /** Seconds after which a request to Elasticsearch counts as failed. */
  readonly requestSeconds?: number
  /** Further keys of the configuration. */
  readonly more?: object
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
  const servers = options.servers ?? { kafka: kafka(), elasticsearch: elasticsearch() }
  const log = { type: 'kafka', topicPrefix: `${unique}.`, partitions: PARTITIONS, sessionSeconds: 4 }
  const store = { type: 'elasticsearch', indexPrefix: unique, shards: 1, replicas: 0, refresh: '200ms' }
  const configOf = (brokers: readonly string[], nodes: string, more: object = {}) => ({
    secret: { file: './secret' },
    brands: [{ id: 'testbank', label: 'Testbank', names: ['Testbank'] }],
    sources: options.sources ?? [{ id: 'inbox', type: 'file', paths: ['./inbox'], pollSeconds: 0.2, lane: 'live' }],
    server: { port: 0 },
    health: { port: 0 },
    ingest: { leaseSeconds: 4 },
    log: { ...log, brokers },
    store: { ...store, nodes: [nodes], ...(options.requestSeconds && { requestSeconds: options.requestSeconds }) },
    ...options.more,
    ...more,
  })
  let files = 0
  const write = (name: string, content: object) => {
    const file = join(folder, name)
    writeFileSync(file, JSON.stringify(content))
    return file
  }
  const throughProxies = (more?: object) =>
    configOf(options.kafka ?? servers.kafka, options.elasticsearch ?? servers.elasticsearch, more)
  const config = write('cluster.yaml', throughProxies())
  const direct = write('direct.yaml', configOf(servers.kafka, servers.elasticsearch))
  const processes = new Set<Process>()
  let opened: Promise<ClusterPorts> | null = null
  return {
    folder,
    topicPrefix: `${unique}.`,
    config,
    inbox,
    async start(service, more) {
      const file = more ? write(`special-${++files}.yaml`, throughProxies(more)) : config
      const process = await startService(service, file)
      processes.add(process)
      return process
    },
    async doomed(service, point, limitMs) {
      const child = start([service, '--config', config, '--health-port', '0'], {
        env: { MOODLIGHT_TEST_KILL_AT: point },
      })
      // What it says is not listened to, and must not make it wait.
      child.stdout?.resume()
      child.stderr?.resume()
      const late = setTimeout(() => child.kill('SIGTERM'), limitMs)
      const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
      clearTimeout(late)
      if (signal !== 'SIGKILL' && code !== 0) throw new Error(`${service} ended with ${code ?? signal} before ${point}`)
      return signal === 'SIGKILL' ? 'killed' : 'alive'
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
