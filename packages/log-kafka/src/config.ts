import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import { MoodlightError, type Secret, SecretRef } from '@moodlight/core'
import * as z from 'zod'

const DAY_MS = 86_400_000

const Address = z.string().regex(/^(\[[0-9a-f:]+\]|[A-Za-z0-9._-]+):\d{1,5}$/i, 'host:port')

/** The `log` part of the configuration of a cluster. */
export const KafkaLogConfig = z.strictObject({
  /** Addresses (`host:port`) of some brokers; the others are learnt from them. */
  brokers: z.array(Address).min(1).max(50),
  /** How we call ourselves to the brokers: seen in their logs and quotas. */
  clientId: z.string().min(1).max(100).default('moodlight'),
  /** Begins the names of our topics and groups: one for each installation on the same brokers. */
  topicPrefix: z
    .string()
    .max(60)
    .regex(/^[A-Za-z0-9._-]*$/, 'letters, digits, dots, dashes and underscores')
    .default('moodlight.'),
  /** TLS, when this stands here at all. */
  tls: z
    .strictObject({
      /** PEM file of the authority that signed the certificates of the brokers; default: those that the system trusts. */
      ca: z.string().min(1).optional(),
      /** PEM files of our own certificate and its key, where brokers ask for one. */
      cert: z.string().min(1).optional(),
      key: z.string().min(1).optional(),
    })
    .optional(),
  /** Sign-in. PLAIN sends the password as it is: only over TLS. */
  sasl: z
    .strictObject({
      mechanism: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']).default('SCRAM-SHA-512'),
      user: z.string().min(1).max(255),
      password: SecretRef,
    })
    .optional(),
  /** Partitions of topics that we create: the most instances of a service that share the work. */
  partitions: z.int().min(1).max(256).default(6),
  /** Copies of every record, for topics that we create. Under 3 is refused without `development`. */
  replication: z.int().min(1).max(9).default(3),
  /** Posts are kept this long in topics that we create, read or not; 28 days is the wall. */
  retentionDays: z.number().positive().max(28).default(7),
  /** false: topics are made by somebody else, and we start only when all are there. */
  createTopics: z.boolean().default(true),
  /** A single broker, one copy: may lose records, for trying things out. */
  development: z.boolean().default(false),
  /** A reader that has not been heard for this long is taken for dead, and its partitions go to others. */
  sessionSeconds: z.number().min(1).max(300).default(15),
  /** How long a write or a question is tried again before it fails (and whoever asked tries again, more slowly). */
  retrySeconds: z.number().min(1).max(600).default(30),
})
export type KafkaLogConfig = z.infer<typeof KafkaLogConfig>

/** How a Kafka log is opened; times in milliseconds. */
export interface KafkaOptions {
  readonly brokers: readonly string[]
  readonly clientId: string
  readonly topicPrefix: string
  readonly ssl: ConnectionOptions | null
  readonly sasl: { readonly mechanism: string; readonly user: string; readonly password: Secret } | null
  readonly partitions: number
  readonly replication: number
  readonly retentionMs: number
  readonly createTopics: boolean
  readonly development: boolean
  readonly sessionMs: number
  /** How long the members of a group have to come together again, and `next` waits for the group to settle. */
  readonly rebalanceMs?: number
  readonly settleMs?: number
  readonly connectTimeoutMs?: number
  readonly requestTimeoutMs?: number
  readonly retryMs: number
  /** How long a tail holds a record back at most, until every partition has gone beyond its time: see KafkaTail. */
  readonly tailHoldMs?: number
  /** Where a broker is reached that calls itself `address`; default: there. For tunnels and tests. */
  readonly dial?: (address: string) => string
  /** Settings of topics that we create, over ours. For tests of retention. */
  readonly topicSettings?: Readonly<Record<string, string>>
}

/**
 * The options that a configuration means. Files of certificates are read here; relative paths are seen from the working folder.
 * @throws ML_CONFIG_INVALID when a file cannot be read, or PLAIN would send a password in the clear
 */
export function kafkaOptions(config: KafkaLogConfig, secret: (ref: SecretRef) => Secret): KafkaOptions {
  const { tls, sasl } = config
  if (sasl?.mechanism === 'PLAIN' && !tls && !config.development)
    throw new MoodlightError(
      'ML_CONFIG_INVALID',
      'log.sasl: PLAIN sends the password in the clear; use it with log.tls.',
    )
  return {
    brokers: config.brokers,
    clientId: config.clientId,
    topicPrefix: config.topicPrefix,
    ssl: tls
      ? {
          ...(tls.ca && { ca: pem('ca', tls.ca) }),
          ...(tls.cert && { cert: pem('cert', tls.cert) }),
          ...(tls.key && { key: pem('key', tls.key) }),
        }
      : null,
    sasl: sasl ? { mechanism: sasl.mechanism, user: sasl.user, password: secret(sasl.password) } : null,
    partitions: config.partitions,
    replication: config.replication,
    retentionMs: Math.round(config.retentionDays * DAY_MS),
    createTopics: config.createTopics,
    development: config.development,
    sessionMs: config.sessionSeconds * 1000,
    retryMs: config.retrySeconds * 1000,
  }
}

function pem(key: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code
    throw new MoodlightError('ML_CONFIG_INVALID', `log.tls.${key}: the file ${path} cannot be read (${why}).`)
  }
}
