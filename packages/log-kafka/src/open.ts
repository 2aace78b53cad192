import { MoodlightError } from '@moodlight/core'
import type { EventLog } from '@moodlight/ports'
import type { KafkaOptions } from './config.ts'
import { Layout } from './layout.ts'
import { KafkaLog } from './log.ts'
import { checkLog, type LogCheck } from './topics/check.ts'
import { createTopics } from './topics/create.ts'
import { Wire } from './wire/wire.ts'

export interface OpenKafkaLog {
  readonly log: EventLog
  /** Looks again at topics and settings; creates and changes nothing. */
  check(): Promise<LogCheck>
  close(): Promise<void>
}

/**
 * Connects, creates topics that are missing (unless told not to), and looks at the settings of all.
 * @throws ML_LOG_UNSAFE with all problems (not with `development`) or with the topics that are missing, ML_LOG_REFUSED,
 *   ML_LOG_UNAVAILABLE when no broker answers
 */
export async function openKafkaLog(options: KafkaOptions): Promise<OpenKafkaLog> {
  const { log, check } = await open(options)
  return { log, check, close: () => log.close() }
}

/** What the cluster has and what it lacks, without opening, creating or changing anything: for `--check-only`. */
export async function checkKafkaLog(options: KafkaOptions): Promise<LogCheck> {
  const layout = new Layout(options.topicPrefix)
  const wire = new Wire(wireOptions(options), layout.all)
  try {
    return await wire.retrying('looking at the cluster', () => checkLog(wire, layout, options))
  } finally {
    wire.close()
  }
}

/** With the means to break it off as a crash does, for tests. */
export async function open(options: KafkaOptions) {
  const layout = new Layout(options.topicPrefix)
  const wire = new Wire(wireOptions(options), layout.all)
  const check = () => wire.retrying('looking at the cluster', () => checkLog(wire, layout, options))
  try {
    let found = await check()
    if (found.missing.length > 0 && options.createTopics) {
      const missing = found.topics.filter(({ there }) => !there)
      await wire.retrying('creating topics', () => createTopics(wire, missing))
      found = await check()
    }
    refuse(found, options)
    const log = new KafkaLog(wire, layout, options, found.retentionMs)
    return { log, check, kill: () => wire.close() }
  } catch (error) {
    wire.close()
    throw error
  }
}

function refuse({ missing, problems }: LogCheck, { development }: KafkaOptions): void {
  if (missing.length > 0)
    throw new MoodlightError('ML_LOG_UNSAFE', `Topics are missing: ${missing.join(', ')}.`, { details: { missing } })
  if (problems.length > 0 && !development)
    throw new MoodlightError('ML_LOG_UNSAFE', `Kafka could lose records:\n${problems.join('\n')}`, {
      details: { problems },
    })
}

function wireOptions(options: KafkaOptions) {
  const { brokers, clientId, ssl, sasl, connectTimeoutMs = 5000, requestTimeoutMs = 10_000, retryMs } = options
  return {
    brokers,
    clientId,
    ssl,
    sasl: sasl && { mechanism: sasl.mechanism, username: sasl.user, password: sasl.password.reveal() },
    connectTimeoutMs,
    dial: options.dial,
    requestTimeoutMs,
    retryMs,
  }
}
