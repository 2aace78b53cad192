import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, isTransient, systemClock } from '@moodlight/core'
import { backoffMs } from '@moodlight/pipeline'
import {
  createLogger,
  createMetrics,
  Health,
  type Logger,
  type Metrics,
  onStopSignal,
  Scope,
  serveHealth,
} from '@moodlight/runtime'
import { HEALTH_PORTS } from './config.ts'
import { installationSecret, kindOf, sameInstallation } from './identity.ts'
import { LagWatch } from './lag-watch.ts'
import { type ClusterPorts, type Keeping, openPorts } from './ports.ts'
import { Reach } from './reach.ts'
import type { ClusterChoice } from './read.ts'
import type { ServiceName } from './service-names.ts'

/** What a service is started with: opened ports, and the frame into which it hangs its parts and checks. */
export interface ServiceFrame {
  readonly choice: ClusterChoice
  readonly ports: ClusterPorts
  readonly lag: LagWatch
  /** The installation's secret. */
  readonly secret: string
  /** Unlike that of any other process, also after a restart. */
  readonly holder: string
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly health: Health
  readonly scope: Scope
  /** Aborts when the process is told to stop. */
  readonly stopping: AbortSignal
  /** To be called for what must not go on quietly: the process ends with 1. */
  readonly broken: (error: unknown) => void
}

export interface ServiceOptions {
  readonly name: ServiceName
  readonly choice: ClusterChoice
  readonly healthPort: number | undefined
  /** Group of the log whose lag this service tells. */
  readonly group: string | null
  /** Hangs the service into the frame; what it gives is told in the line that says that it is ready. */
  start(frame: ServiceFrame): Promise<Record<string, unknown>>
}

/**
 * Runs one service as a process until a signal stops it. Health is told from the first moment on; servers that are not there yet are
 * waited for; a configuration that cannot work ends the process with its code.
 */
export async function runService({ name, choice, healthPort, group, start }: ServiceOptions): Promise<void> {
  const { config } = choice
  const holder = `${name}-${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`
  const logger = createLogger({ pretty: false }).child({ service: name, instance: holder })
  const metrics = createMetrics({ process: true })
  const health = new Health(2_000)
  const scope = new Scope(logger)
  const stopping = new AbortController()
  const secret = installationSecret(choice)
  let begun = 'is starting'
  health.add(name, () => ({ live: true, ready: begun === '', detail: begun }))
  const port = healthPort ?? config.health.port ?? HEALTH_PORTS[name]
  const listener = await scope.start(
    'health',
    () => serveHealth({ host: config.health.host, port, health, metrics }),
    (one) => one.close(),
  )
  onStopSignal({
    limitMs: config.stopSeconds * 1000,
    logger,
    stop: async (signal) => {
      logger.info({ signal }, 'stops: finishing what is in hand')
      begun = 'is stopping'
      stopping.abort()
      await scope.stop()
      logger.info({}, 'stopped')
    },
  })
  const broken = (error: unknown) => {
    logger.error({ err: error }, 'ends: it must be started again')
    process.exit(1)
  }
  const onError = (err: unknown) => logger.warn({ err }, 'the store could not be kept; it is tried again')
  const keeping: Keeping = name === 'index' ? { keeps: true, onError } : { keeps: false }
  try {
    const ports = await patiently(() => openPorts(choice, keeping), logger, stopping.signal)
    await scope.start(
      'ports',
      () => ports,
      (open) => open.close(),
    )
    const lag = new LagWatch(ports.log, metrics, group)
    await watch(scope, health, logger, 'kafka', () => lag.look())
    await watch(scope, health, logger, 'elasticsearch', () => ports.state.count('installation'))
    await patiently(() => sameInstallation(ports.state, kindOf(config), secret), logger, stopping.signal)
    const frame = { choice, ports, lag, secret, holder, logger, metrics, health, scope, broken, clock: systemClock }
    const told = await start({ ...frame, stopping: stopping.signal })
    begun = stopping.signal.aborted ? begun : ''
    logger.info({ health: listener.address, pid: process.pid, ...told }, 'is up')
  } catch (error) {
    // Told to stop while it started: the signal's own way ends the process.
    if (stopping.signal.aborted) return
    await scope.stop()
    throw error
  }
}

async function watch(scope: Scope, health: Health, logger: Logger, name: string, probe: () => Promise<unknown>) {
  const reach = await scope.start(
    name,
    () => new Reach({ name, probe, logger }),
    (one) => one.stop(),
  )
  health.add(name, () => reach.check())
}

/** Tries for as long as the error is one that passes. */
export async function patiently<T>(work: () => Promise<T>, logger: Logger, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!isTransient(error) || signal.aborted) throw error
      const waitMs = backoffMs(attempt, { baseMs: 500, maxMs: 10_000 })
      if (attempt === 1 || attempt % 10 === 0) logger.warn({ err: error, attempt, waitMs }, 'waits for its servers')
      await sleep(waitMs, undefined, { signal })
    }
  }
}
