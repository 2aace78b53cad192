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
  /** `release`: a module that is loaded before the program and makes another release of it. */
  start(service: Service, options?: { readonly release?: string }): Promise<Process>
  /** Starts a process that kills itself at a named point (`NAME:n`); one that has not come there in time is killed as it is. */
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
  const log = {
    type: 'kafka',
    brokers: servers.kafka,
    topicPrefix: `${unique}.`,
    partitions: PARTITIONS,
    sessionSeconds: 4,
  }
  const store = { type: 'elasticsearch', indexPrefix: unique, shards: 1, replicas: 0, refresh: '200ms' }
  const configOf = (nodes: string) => ({
    secret: { file: './secret' },
    brands: [{ id: 'testbank', label: 'Testbank', names: ['Testbank'] }],
    sources: options.sources ?? [{ id: 'inbox', type: 'file', paths: ['./inbox'], pollSeconds: 0.2, lane: 'live' }],
    server: { port: 0 },
    health: { port: 0 },
    ingest: { leaseSeconds: 4 },
    log,
    store: { ...store, nodes: [nodes], ...(options.requestSeconds && { requestSeconds: options.requestSeconds }) },
    ...options.more,
  })
  const write = (name: string, content: object) => {
    const file = join(folder, name)
    writeFileSync(file, JSON.stringify(content))
    return file
  }
  const config = write('cluster.yaml', configOf(options.elasticsearch ?? servers.elasticsearch))
  const direct = write('direct.yaml', configOf(servers.elasticsearch))
  const children = new Set<ChildProcess>()
  let opened: Promise<ClusterPorts> | null = null
  return {
    folder,
    topicPrefix: `${unique}.`,
    config,
    inbox,
    async start(service, { release } = {}) {
      const process = await startService(
        service,
        config,
        release ? { NODE_OPTIONS: `--import=${release}` } : {},
        children,
      )
      return process
    },
    async doomed(service, point, limitMs) {
      const child = start([service, '--config', config, '--health-port', '0'], {
        env: { MOODLIGHT_TEST_KILL_AT: point },
      })
      // What it says is not listened to, and must not make it wait.
      child.stdout?.resume()
      child.stderr?.resume()
      let alive = false
      const late = setTimeout(() => {
        alive = true
        child.kill('SIGKILL')
      }, limitMs)
      children.add(child)
      const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
      clearTimeout(late)
      children.delete(child)
      if (signal !== 'SIGKILL') throw new Error(`${service} ended with ${code ?? signal} before ${point}`)
      return alive ? 'alive' : 'killed'
    },
    cli: (...args) => command([...args, '--config', config]),
    ports() {
      opened ??= openPorts(readCluster(direct))
      return opened
    },
    async close() {
      for (const child of children) child.kill('SIGKILL')
      await Promise.all([...children].map((child) => end(child, 'SIGKILL')))
      await (await opened)?.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The child is put into `children` at once, so that it is ended also while it starts. */
function startService(
  service: Service,
  config: string,
  env: Readonly<Record<string, string>>,
  children: Set<ChildProcess>,
): Promise<Process> {
  const child = start([service, '--config', config, '--health-port', '0'], { env })
  children.add(child)
  child.once('exit', () => children.delete(child))
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
