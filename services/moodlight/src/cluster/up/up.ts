import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLogger, lockFolder, onStopSignal, Scope } from '@moodlight/runtime'
import { fetchServers } from '@moodlight/servers'
import { note, out } from '../../cli/terminal.ts'
import type { MoodlightConfig } from '../../config/config.ts'
import { SERVICES, type ServiceName } from '../service-names.ts'
import { Child } from './child.ts'
import { makeClusterFolder, placesIn, readClusterFile, writeClusterFile } from './folder.ts'
import { endLeftovers } from './leftovers.ts'
import { writeOwnConfig } from './own-config.ts'
import { freePorts, mustBeFree } from './ports-free.ts'
import { portsFrom, Servers } from './servers.ts'
import { StatusTable } from './status-table.ts'

export interface ClusterUpOptions {
  readonly folder: string
  readonly config: MoodlightConfig
  /** Where the configuration came from, for people. */
  readonly origin: string
  readonly basePort: number
  readonly instances: Readonly<Record<ServiceName, number>>
  readonly kafkaMb: number
  readonly elasticsearchMb: number
}

const SERVICE_STOP_MS = 30_000
const STOP_LIMIT_MS = 180_000
/** On a terminal the table is written over; elsewhere one now and then is enough. */
const TABLE_MS = { terminal: 2_000, lines: 15_000 }

/** Starts brokers, Elasticsearch and every service as processes of this machine, and keeps them running until it is stopped. */
export async function runClusterUp(options: ClusterUpOptions): Promise<void> {
  const { folder, instances } = options
  const logger = createLogger({ level: 'warn', write: (line) => void process.stderr.write(line) })
  const scope = new Scope(logger)
  const stopping = new AbortController()
  const screen = new Screen()
  const say = (line: string) => screen.line(line)
  onStopSignal({
    limitMs: STOP_LIMIT_MS,
    logger,
    stop: async () => {
      stopping.abort()
      say('Stopping: the services finish what they have in hand, then the servers …')
      await scope.stop()
      say('Stopped. Everything is kept: `moodlight cluster up` goes on where it was.')
    },
  })
  try {
    await scope.start(
      'folder',
      () => lockFolder(folder),
      (lock) => lock.release(),
    )
    makeClusterFolder(folder)
    const before = readClusterFile(folder)
    const left = await endLeftovers(before?.parts ?? [])
    if (left > 0) say(`${left} processes of a cluster that was killed were still running; they are stopped.`)
    // Brokers know their ports: data made with some are started with the same.
    const basePort = before?.basePort ?? options.basePort
    const programs = await fetchServers(undefined, say)
    await mustBeFree(portsFrom(basePort), '--base-port')
    if (options.config.server.port > 0)
      await mustBeFree(
        Array.from({ length: instances.query }, (_, i) => options.config.server.port + i),
        '--port',
      )
    say('Starting three Kafka brokers and Elasticsearch …')
    const servers = await scope.start(
      'servers',
      () => Servers.start({ ...options, programs, basePort, say }),
      (running) => running.stop(),
    )
    const children: Child[] = []
    const write = () =>
      writeClusterFile(folder, {
        v: 1,
        basePort,
        page: pageOf(options),
        parts: [...servers.parts, ...partsOf(children)],
      })
    write()
    await scope.start(
      'services',
      () => children,
      async () => {
        for (const service of SERVICES)
          await Promise.all(
            children.filter((c) => c.options.service === service).map((child) => child.stop(SERVICE_STOP_MS)),
          )
      },
    )
    const config = writeOwnConfig(folder, options.config, servers)
    const names = SERVICES.flatMap((service) => Array.from({ length: instances[service] }, (_, i) => ({ service, i })))
    const ports = await freePorts(names.length)
    for (const [n, { service, i }] of names.entries()) {
      const name = instances[service] > 1 ? `${service} ${i + 1}` : service
      children.push(
        new Child({
          name,
          service,
          config,
          healthPort: ports[n] as number,
          ...(service === 'query' && options.config.server.port > 0 && { port: options.config.server.port + i }),
          logFile: join(placesIn(folder).logs, `${name.replace(' ', '-')}.log`),
          onEnd: (who, how, waitMs) => say(`${who} has ended (${how}); it is started again in ${waitMs} ms.`),
          onStart: () => setImmediate(write),
        }),
      )
    }
    out(`\n  Moodlight's cluster is starting:  ${pageOf(options) ?? ''}\n`)
    note(`  Watches: ${options.origin}`)
    note(`  Folder: ${folder} (logs of every service in ${placesIn(folder).logs})`)
    note(`  Other commands: moodlight … --config ${config}`)
    note('  Ctrl-C, or `moodlight cluster down`, stops it.\n')
    await screen.show(() => [...servers.parts, ...partsOf(children)], stopping.signal)
  } catch (error) {
    if (stopping.signal.aborted) return
    await scope.stop()
    throw error
  }
}

const pageOf = ({ config }: ClusterUpOptions): string | null =>
  config.server.port === 0 ? null : `http://${config.server.host}:${config.server.port}`

const partsOf = (children: readonly Child[]) => children.flatMap(({ part }) => (part ? [part] : []))

/** The table and the lines between: on a terminal the table stays at the bottom and is written over. */
class Screen {
  readonly #live = process.stdout.isTTY === true
  #height = 0

  line(text: string): void {
    this.#clear()
    note(text)
  }

  async show(parts: () => ReturnType<typeof partsOf>, signal: AbortSignal): Promise<void> {
    const status = new StatusTable()
    await status.rows(parts())
    while (!signal.aborted) {
      await sleep(this.#live ? TABLE_MS.terminal : TABLE_MS.lines, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      const text = await status.table(parts())
      this.#clear()
      process.stdout.write(`${text}\n${this.#live ? '' : '\n'}`)
      if (this.#live) this.#height = text.split('\n').length
    }
  }

  #clear(): void {
    if (this.#height > 0) process.stdout.write(`\u001b[${this.#height}A\u001b[J`)
    this.#height = 0
  }
}
