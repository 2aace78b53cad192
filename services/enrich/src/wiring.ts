import { type Clock, systemClock } from '@moodlight/core'
import { PooledStage } from '@moodlight/pipeline'
import type { EventLog, StateStore } from '@moodlight/ports'
import type { Logger, Metrics } from '@moodlight/runtime'
import {
  type BrandBook,
  ENRICH_WORKER,
  type EnrichOptions,
  isSettings,
  type RunningStage,
  startStage,
} from '@moodlight/stages'
import { EnrichConfig } from './config.ts'

export interface EnrichServiceOptions {
  readonly log: EventLog
  readonly state: StateStore
  readonly logger: Logger
  readonly metrics: Metrics
  /** Brands and versions as of now; settings events in the log change them from here on. */
  readonly book: BrandBook
  /** The installation's secret. */
  readonly secret: string
  readonly config?: EnrichConfig
  /** Other processes enrich beside this one. */
  readonly shared?: boolean
  readonly clock?: Clock
  /** Another module for the workers: tests bring one in which certain texts hang or kill. */
  readonly worker?: URL
}

/** Labels posts: reads `posts`, writes `mentions`. @throws ML_INTERNAL when the workers do not start */
export async function startEnrich(options: EnrichServiceOptions): Promise<RunningStage> {
  const { log, state, logger, metrics, clock = systemClock, shared = false } = options
  const config = options.config ?? EnrichConfig.parse({})
  const lost = metrics.counter('moodlight_workers_lost_total', 'Workers that ended under a record.', ['stage', 'how'])
  const pool = new PooledStage({
    name: 'enrich',
    worker: options.worker ?? ENRICH_WORKER,
    workerData: { book: options.book, secret: options.secret } satisfies EnrichOptions,
    size: config.workers,
    limitMs: config.timeLimitMs,
    heapMb: config.heapMiB,
    isControl: isSettings,
    onLost({ how, records, detail }) {
      lost.inc({ stage: 'enrich', how })
      logger.warn({ stage: 'enrich', how, records, detail }, 'a worker was lost and is replaced')
    },
  })
  try {
    await pool.start()
    const topics = { group: 'enrich', topic: 'posts', output: 'mentions' } as const
    const running = await startStage({ log, state, clock, logger, metrics, ...topics, stage: pool, shared })
    return {
      ...running,
      async stop(limitMs) {
        await running.stop(limitMs)
        await pool.close()
      },
    }
  } catch (error) {
    await pool.close()
    throw error
  }
}
