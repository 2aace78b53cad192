import { SecretRef } from '@moodlight/core'
import { IngestConfig } from '@moodlight/ingest'
import { KafkaLogConfig } from '@moodlight/log-kafka'
import { ElasticsearchConfig } from '@moodlight/store-elasticsearch'
import * as z from 'zod'
import { MoodlightConfig } from '../config/config.ts'
import type { ServiceName } from './service-names.ts'

/** Where each tells of its health when the configuration names no port. */
export const HEALTH_PORTS: Readonly<Record<ServiceName, number>> = {
  ingest: 4691,
  enrich: 4692,
  index: 4693,
  query: 4694,
}

/** Keys of `ingest` that only a cluster has. */
const Shared = z.strictObject({
  ...IngestConfig.unwrap().shape,
  /** Seconds after which the sources of an instance that is silent go to another. */
  leaseSeconds: z.int().min(3).max(600).default(15),
  /** Records that may wait in the log: beyond it live sources wait too, and ingest is not ready. */
  mostWaiting: z.int().min(1000).max(1_000_000_000).default(1_000_000),
  /** The same for history, imports and re-drives, which wait much earlier, so that live posts find room. */
  mostWaitingBackground: z.int().min(1000).max(1_000_000_000).default(20_000),
})

/** A configuration of services as processes; docs/configuration.md is generated from it. */
export const ClusterConfig = z.strictObject({
  /** Under this secret authors are pseudonyms. The same for all services, and for ever: whoever has it can link authors again. */
  secret: SecretRef,
  brands: MoodlightConfig.shape.brands,
  sources: MoodlightConfig.shape.sources,
  server: MoodlightConfig.shape.server,
  mood: MoodlightConfig.shape.mood,
  ingest: Shared.prefault({}),
  enrich: MoodlightConfig.shape.enrich,
  log: z.strictObject({ type: z.literal('kafka'), ...KafkaLogConfig.shape }),
  store: z.strictObject({ type: z.literal('elasticsearch'), ...ElasticsearchConfig.shape }),
  health: z
    .strictObject({
      /** Address of /healthz, /readyz and /metrics. It tells nothing of posts; beyond this machine only where probes come from there. */
      host: z.string().min(1).max(255).default('127.0.0.1'),
      /** Default: 4691 ingest, 4692 enrich, 4693 index, 4694 query. 0: any free one. */
      port: z.int().min(0).max(65_535).optional(),
    })
    .prefault({}),
  /** Seconds within which a service that is told to stop finishes what is in hand; what is not finished then comes again. */
  stopSeconds: z.int().min(1).max(600).default(25),
})
export type ClusterConfig = z.infer<typeof ClusterConfig>
