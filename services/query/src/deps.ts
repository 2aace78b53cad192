import type { Brand, Clock, Millis, Secret } from '@moodlight/core'
import type { ErrorModel } from '@moodlight/mood'
import type { EventLog, MentionStore, StateStore } from '@moodlight/ports'
import type { Metrics, MetricsSnapshot } from '@moodlight/runtime'
import type { FastifyBaseLogger, FastifyPluginAsync } from 'fastify'
import type { MoodConfig, ServerConfig } from './config.ts'

/** What is watched now; the answers follow it without a restart. */
export interface Watched {
  /** Settings version, for the answers. */
  version(): number
  brands(): readonly Brand[]
  /** Since when a brand is watched; null: as long as there is data. */
  since?(brand: string): Millis | null
}

/** One thing that must be true for the process to be ready. */
export interface Check {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
}

/** Everything that query needs from outside; it makes nothing of this itself. */
export interface QueryDeps {
  readonly log: Pick<EventLog, 'tail'>
  readonly store: MentionStore
  readonly state: StateStore
  readonly server: ServerConfig
  readonly mood: MoodConfig
  readonly watched: Watched
  /** Label error per language. Default: the stated margin for all. */
  readonly errors?: ErrorModel
  /** Hash of the models in use. */
  readonly model: () => string
  readonly clock: Clock
  readonly logger: FastifyBaseLogger
  readonly metrics: Metrics
  /** What other threads of this process have measured; it is added to ours at /metrics. */
  readonly otherMetrics?: () => Promise<readonly MetricsSnapshot[]>
  /** What readiness is made of, beside query's own parts. */
  readonly checks: () => Promise<readonly Check[]> | readonly Check[]
  /** Built page; null: only the API is served. */
  readonly staticDir: string | null
  /** The data are the sample data. */
  readonly demo: boolean
  /** Routes under /api/v1/local for the command line; the token lies in the data folder. */
  readonly local?: { readonly token: Secret; readonly routes: FastifyPluginAsync }
}
