import { SecretRef } from '@moodlight/core'
import * as z from 'zod'

/** The `store` part of the configuration of a cluster. */
export const ElasticsearchConfig = z.strictObject({
  /** Addresses of nodes, such as `https://es1.internal:9200`. */
  nodes: z
    .array(z.url({ protocol: /^https?$/ }))
    .min(1)
    .max(50),
  /** TLS beyond what an address with `https` means by itself. */
  tls: z
    .strictObject({
      /** PEM file of the authority that signed the certificates of the nodes; default: those that the system trusts. */
      ca: z.string().min(1).optional(),
    })
    .optional(),
  /** Signs in by name; needs `password`. */
  user: z.string().min(1).max(255).optional(),
  /** The password of `user`. */
  password: SecretRef.optional(),
  /** Signs in by key, instead of `user`. */
  apiKey: SecretRef.optional(),
  /** Names of all our indices begin with it: one for each installation on the same cluster. */
  indexPrefix: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,60}$/, 'lower-case letters, digits and dashes')
    .default('moodlight'),
  /** Shards of the posts of one generation: about one for 50 million posts or 50 GB. Fixed when a generation begins. */
  shards: z.int().min(1).max(1024).default(3),
  /** Copies of every shard beside the first. */
  replicas: z.int().min(0).max(8).default(1),
  /** How often the server makes new documents findable; reading by id sees them at once. */
  refresh: z
    .string()
    .regex(/^\d+(ms|s)$/, 'such as 1s or 500ms')
    .default('1s'),
  /** false: templates and indices are made by somebody else, and we start only when all are there. */
  createIndices: z.boolean().default(true),
  /** A request that is not answered within this many seconds has failed and is tried again. */
  requestSeconds: z.number().min(0.1).max(600).default(30),
  /** How long a request is tried again before it fails (and whoever asked tries again, more slowly). */
  retrySeconds: z.number().min(0).max(3600).default(60),
  /** Bytes of documents under way at once; more waits. */
  maxInFlightBytes: z.int().min(1_000_000).max(1_000_000_000).default(32_000_000),
})
export type ElasticsearchConfig = z.infer<typeof ElasticsearchConfig>
