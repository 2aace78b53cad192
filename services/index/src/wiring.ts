import { type Clock, systemClock } from '@moodlight/core'
import type { EventLog, MentionStore, StateStore } from '@moodlight/ports'
import type { Logger, Metrics } from '@moodlight/runtime'
import { index, type RunningStage, startStage } from '@moodlight/stages'

export interface IndexServiceOptions {
  readonly log: EventLog
  readonly store: Pick<MentionStore, 'apply'>
  readonly state: StateStore
  readonly logger: Logger
  readonly metrics: Metrics
  readonly clock?: Clock
  /** Other processes index beside this one. */
  readonly shared?: boolean
}

/** Writes what enrich has labelled into the store: reads `mentions`. */
export function startIndex(options: IndexServiceOptions): Promise<RunningStage> {
  const { log, store, state, logger, metrics, clock = systemClock, shared = false } = options
  const latency = metrics.histogram(
    'moodlight_end_to_end_seconds',
    'From seeing a live post to having it in the store, of the slowest of a batch.',
  )
  const stage = index({ store, onStored: (seenAt) => latency.observe(Math.max(0, clock.now() - seenAt) / 1000) })
  const where = { group: 'index', topic: 'mentions', output: null } as const
  return startStage({ log, state, clock, logger, metrics, ...where, stage, shared })
}
