import { type HookListener, listenForHooks, type SecretRef, type SourceConfig } from '@moodlight/connectors'
import type { Clock, DeadLetter, Lane, Secret } from '@moodlight/core'
import type { DeliveryReport, EventLog, SourceItem, StateStore } from '@moodlight/ports'
import type { Normalise, SourceFacts } from '@moodlight/stages'
import type { IngestConfig } from './config.ts'
import { type Created, createSource } from './create.ts'
import { itemOfDeadLetter } from './dead.ts'
import { Delivery } from './deliver.ts'
import type { Logger } from './logger.ts'
import { type SourceStatus, StatusKeeper } from './status.ts'
import { holeId, supervise } from './supervise.ts'
import { ticks } from './ticks.ts'

export interface IngestOptions {
  readonly log: EventLog
  readonly state: StateStore
  readonly clock: Clock
  readonly logger: Logger
  readonly config: IngestConfig
  readonly sources: readonly SourceConfig[]
  readonly normalise: Normalise
  readonly secret: (ref: SecretRef) => Secret
  /** Readiness: null while the log takes what is sent, else why it does not. */
  readonly onBlocked?: (error: unknown) => void
  /** Counts of what was delivered, for metrics. */
  readonly onDelivered?: (source: string, lane: Lane, report: DeliveryReport) => void
  /** Bounds of the wait before a failed source is started again. */
  readonly restart?: { readonly baseMs: number; readonly maxMs: number }
  /** Sources made elsewhere (tests, the simulator), run beside the configured ones. */
  readonly extra?: readonly Created[]
}

export interface Ingest {
  /** Where webhooks are taken; null without a webhook source. */
  readonly hooks: { readonly host: string; readonly port: number } | null
  /** Takes items that no connector brings: imports and re-drives. Waits while the log is full. */
  ingestItems(
    facts: SourceFacts,
    items: readonly SourceItem[],
    lane: Lane,
    signal?: AbortSignal,
  ): Promise<DeliveryReport>
  /** Tries a dead letter of ingest again, on the background lane. */
  redrive(letter: DeadLetter): Promise<DeliveryReport>
  status(): readonly SourceStatus[]
  /** Stops the sources, lets what is under way become durable, and writes the last status. */
  stop(): Promise<void>
}

/** A stretch without us shorter than this is no hole: senders of webhooks try again, feeds keep their items that long. */
const DOWN_MS = 15 * 60_000

/** Starts all sources and supervises them. @throws ML_CONFIG_INVALID, ML_BIND_REFUSED, ML_PORT_IN_USE */
export async function startIngest(options: IngestOptions): Promise<Ingest> {
  const { log, state, clock, logger } = options
  const stopping = new AbortController()
  const blocked = blockedTeller(options)
  const delivery = new Delivery({ log, state, clock, normalise: options.normalise, blocked })
  const created = [
    ...options.sources.map((s) => createSource(s, { clock, secret: options.secret })),
    ...(options.extra ?? []),
  ]
  const hooks = await hookListener(options, created)
  const keepers: StatusKeeper[] = []
  const running: Promise<void>[] = [ticks({ log, clock, signal: stopping.signal, blocked })]
  for (const one of created) {
    const { source, network, sourceKind: kind } = one.facts
    const { keeper, before } = await StatusKeeper.open(state, clock, { source, type: one.type, network, kind })
    keepers.push(keeper)
    running.push(
      (async () => {
        await tellDown(one, before, delivery, clock, stopping.signal)
        await supervise(
          { ...one, status: keeper },
          {
            state,
            clock,
            delivery,
            logger,
            signal: stopping.signal,
            ...(options.restart && { restart: options.restart }),
            ...(options.onDelivered && { onDelivered: options.onDelivered }),
          },
        )
      })(),
    )
  }
  const ingestItems: Ingest['ingestItems'] = async (facts, items, lane, signal) => {
    const either = signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal
    const { newest: _, ...report } = await delivery.deliver(facts, items, lane, either)
    options.onDelivered?.(facts.source, lane, report)
    return report
  }
  return {
    hooks: hooks && { host: hooks.host, port: hooks.port },
    ingestItems,
    redrive(letter) {
      const source = letter.source ?? 'redrive'
      const known = created.find((c) => c.facts.source === source)?.facts
      const facts: SourceFacts = known ?? {
        source,
        // What an import takes when it is told nothing else.
        network: source,
        sourceKind: 'other',
        keep: 'matching',
        retentionDays: 400,
      }
      return ingestItems(facts, [itemOfDeadLetter(letter, () => clock.now())], 'background')
    },
    status: () => keepers.map((k) => k.status),
    async stop() {
      await hooks?.close()
      stopping.abort()
      await Promise.allSettled(running)
      await Promise.all(keepers.map((k) => k.close()))
    },
  }
}

/** Says it once when the log begins to refuse and once when it takes again. */
function blockedTeller({ onBlocked, logger }: IngestOptions): (error: unknown) => void {
  let is = false
  return (error) => {
    if ((error !== null) === is) return
    is = error !== null
    if (is) logger.warn({ err: error }, 'the log takes nothing: sources wait')
    else logger.info({}, 'the log takes again')
    onBlocked?.(error)
  }
}

async function hookListener(options: IngestOptions, created: readonly Created[]): Promise<HookListener | null> {
  const hooks = new Map(created.flatMap((c) => (c.hook ? [[c.facts.source, c.hook] as const] : [])))
  if (hooks.size === 0) return null
  return listenForHooks({ ...options.config.webhooks, source: (id) => hooks.get(id) })
}

/** While the program was down, nobody heard feeds and webhooks; files wait for us. */
async function tellDown(
  { facts, type }: Created,
  before: SourceStatus | null,
  delivery: Delivery,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  if (!before || (type !== 'feeds' && type !== 'webhook') || clock.now() - before.aliveAt < DOWN_MS) return
  const { source } = facts
  const hole = { kind: 'hole', id: holeId(source), from: before.aliveAt, to: clock.now(), reason: 'down' } as const
  await delivery.deliver(facts, [{ ...hole, detail: 'the program did not run' }], 'live', signal).catch(() => undefined)
}
