import { randomUUID } from 'node:crypto'
import { type Clock, errorCode, type Lane } from '@moodlight/core'
import { backoffMs, killPoint, pause } from '@moodlight/pipeline'
import {
  type Connector,
  type ConnectorContext,
  type DeliveryReport,
  STATE_KINDS,
  type StateStore,
} from '@moodlight/ports'
import type { SourceFacts } from '@moodlight/stages'
import type { Delivery } from './deliver.ts'
import type { Logger } from './logger.ts'
import type { StatusKeeper } from './status.ts'

export interface Supervised {
  readonly connector: Connector
  readonly facts: SourceFacts
  readonly status: StatusKeeper
}

export interface SuperviseOptions {
  readonly state: StateStore
  readonly clock: Clock
  readonly delivery: Delivery
  readonly logger: Logger
  readonly signal: AbortSignal
  readonly onDelivered?: (source: string, lane: Lane, report: DeliveryReport) => void
  /** Bounds of the wait before a restart. */
  readonly restart?: { readonly baseMs: number; readonly maxMs: number }
}

/** A run longer than this counts as a success: the next failure starts with a short wait again. */
const STEADY_MS = 60_000

/** Runs one connector until the signal aborts or its source ends; what it throws touches no other and is tried again. */
export async function supervise(what: Supervised, options: SuperviseOptions): Promise<void> {
  const { signal, clock, logger } = options
  const context = contextOf(what, options)
  for (let attempt = 1; !signal.aborted; attempt++) {
    const startedAt = clock.now()
    try {
      await what.connector.run(context)
      if (!signal.aborted) what.status.health({ state: 'ended', detail: 'the source has ended', until: null })
      return
    } catch (error) {
      if (signal.aborted || errorCode(error) === 'ML_LEASE_LOST') return
      if (clock.now() - startedAt > STEADY_MS) attempt = 1
      const ms = backoffMs(attempt, options.restart ?? { baseMs: 1_000, maxMs: 300_000 })
      logger.error({ source: what.facts.source, err: error, restartInMs: ms }, 'the source failed and is started again')
      const reason = error instanceof Error ? error.message : String(error)
      what.status.health({ state: 'unreachable', detail: `failed: ${reason}`, until: clock.now() + ms })
      await pause(ms, signal)
    }
  }
}

function contextOf({ connector, facts, status }: Supervised, options: SuperviseOptions): ConnectorContext {
  const { state, clock, delivery, logger, signal } = options
  const { source } = connector
  const patiently = (write: () => Promise<unknown>) => delivery.patiently(write, signal)
  const own = (id: string) => `${source}/${id}`
  return {
    clock,
    signal,
    async deliver(items, { lane, cursor, waitMs }) {
      const { newest, ...report } = await delivery.deliver(facts, items, lane, signal, waitMs)
      if (cursor !== undefined) await patiently(() => state.put(STATE_KINDS.cursor, source, cursor))
      killPoint('ingest.cursor')
      status.delivered({ ...report, newest })
      options.onDelivered?.(source, lane, report)
      return report
    },
    cursor: async <T>() => (await state.get<T>(STATE_KINDS.cursor, source))?.value ?? null,
    get: async <T>(id: string) => (await state.get<T>(STATE_KINDS.revision, own(id)))?.value ?? null,
    put: (id, value) => patiently(() => state.put(STATE_KINDS.revision, own(id), value)),
    remove: (id) => patiently(() => state.remove(STATE_KINDS.revision, own(id))),
    health: (health) => status.health(health),
    log: (level, fields, message) => logger[level]({ source, ...fields }, message),
  }
}

/** An id for a stretch that was not heard. */
export const holeId = (source: string): string => `${source}/${randomUUID()}`
