import { join } from 'node:path'
import { type Clock, MoodlightError, systemClock } from '@moodlight/core'
import { logOptions, openLog } from '@moodlight/log-sqlite'
import type { EventLog, MentionStore, StateStore } from '@moodlight/ports'
import { type FolderLock, type Logger, lockFolder, remote, Scope, spawn } from '@moodlight/runtime'
import { openStore } from '@moodlight/store-sqlite'
import type { MoodlightConfig } from '../config/config.ts'
import type { Installation } from '../installation.ts'
import { type Book, settleBook } from './book.ts'
import type { LineApi, LineData } from './line-protocol.ts'
import { shippedInUse } from './models.ts'

export interface EngineOptions {
  readonly folder: string
  readonly config: MoodlightConfig
  readonly installation: Installation
  readonly logger: Logger
  readonly runSources: boolean
  readonly logLevel: string
  readonly clock?: Clock
  /** Another module for the enrichment workers: tests bring one in which certain texts hang or kill. */
  readonly enrichWorker?: URL
  /** Told when a thread ends that must not: the process has to end as well. */
  readonly onLost?: (thread: string) => void
}

/** The embedded installation at work: the two files, each behind its thread, and the line between them. */
export interface Engine {
  readonly lock: FolderLock
  readonly log: EventLog
  readonly store: MentionStore
  readonly state: StateStore
  readonly line: LineApi
  readonly book: Book
  /** Hash over all models that label. */
  readonly models: string
  stop(): Promise<void>
}

/** Opens the data folder and starts the line. @throws ML_DATA_IN_USE, ML_DATA_UNWRITABLE, codes of log and store */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { folder, config, installation, logger, clock = systemClock, onLost = () => {} } = options
  const scope = new Scope(logger)
  let stopping = false
  let started = false
  // While it starts, what fails tells of itself; from then on a thread that ends takes the process with it.
  const watch = (name: string, ended: Promise<number>) => void ended.then(() => !started || stopping || onLost(name))

  const lock = await scope.start(
    'data folder',
    () => lockFolder(folder),
    (held) => held.release(),
  )
  const log = await scope.start(
    'log',
    () => openLog(logOptions(join(folder, 'log.db'), config.log)),
    (open) => open.close(),
  )
  const store = await scope.start(
    'store',
    () => openStore({ file: join(folder, 'store.db'), readers: config.store.readers }),
    (open) => open.close(),
  )
  watch('log', log.ended)
  const models = shippedInUse()
  const { brands, sources } = config
  const book = await scope.start('settings', () =>
    settleBook({ state: store.state, log: log.log, clock, brands, sources, models, by: 'configuration' }),
  )
  const line = await scope.start(
    'line',
    async () => {
      const ports = { log: log.connect(), store: store.connect() }
      const data: LineData = {
        ...ports,
        config,
        book,
        authorSecret: installation.authorSecret,
        runSources: options.runSources,
        logLevel: options.logLevel,
        enrichWorker: options.enrichWorker?.href ?? null,
      }
      const thread = spawn(new URL('./line-worker.ts', import.meta.url), data, [ports.log, ports.store])
      watch('line', thread.ended)
      const api = remote<LineApi>(thread.connect(), 'ML_BUSY')
      const failed = thread.ended.then((code) => {
        throw new MoodlightError('ML_INTERNAL', `The thread of the line ended while it started (${code}).`)
      })
      try {
        await Promise.race([api.checks(), failed])
      } catch (error) {
        // A thread that is left behind would keep the process from ending.
        await thread.worker.terminate()
        throw error
      }
      return { api, thread }
    },
    async ({ api, thread }) => {
      await api.stop()
      await thread.worker.terminate()
    },
  )
  started = true
  return {
    lock,
    log: log.log,
    store: store.store,
    state: store.state,
    line: line.api,
    book,
    models: book.models,
    async stop() {
      stopping = true
      await scope.stop()
    },
  }
}
