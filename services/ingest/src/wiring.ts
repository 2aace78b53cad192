import { type HookListener, listenForHooks, type SourceConfig } from '@moodlight/connectors'
import type { Clock, DeadLetter, Lane, Secret, SecretRef } from '@moodlight/core'
import type { DeliveryReport, EventLog, SourceItem, StateStore } from '@moodlight/ports'
import type { Normalise, SourceFacts } from '@moodlight/stages'
import { Claims, type ClaimsOptions, type Duty } from './claims.ts'
import type { IngestConfig } from './config.ts'
import { type Created, createSource } from './create.ts'
import { itemOfDeadLetter } from './dead.ts'
import { Delivery } from './deliver.ts'
import { fenced } from './fenced.ts'
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
  /** Other instances share the sources: each source, and the writing of ticks, is done by who holds its lease. */
  readonly claims?: Pick<ClaimsOptions, 'holder' | 'leaseMs'>
  /** false: no ticks are written; for a command that only hands items in. */
  readonly ticks?: boolean
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
  /** What is held here of what the instances share; null when nothing is shared. */
  claims(): { readonly held: readonly string[]; readonly failure: string | null } | null
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
  const keepers = new Map<string, StatusKeeper>()
  /** Opens the status at once; `done` ends with the source or the signal. */
  const begin = async (one: Created, own: StateStore, signal: AbortSignal): Promise<{ done: Promise<void> }> => {
    const { source, network, sourceKind: kind } = one.facts
    const { keeper, before } = await StatusKeeper.open(own, clock, { source, type: one.type, network, kind })
    keepers.set(source, keeper)
    const { restart, onDelivered } = options
    const done = async () => {
      await tellDown(one, before, delivery, clock, signal)
      const more = { ...(restart && { restart }), ...(onDelivered && { onDelivered }) }
      await supervise({ ...one, status: keeper }, { state: own, clock, delivery, logger, signal, ...more })
    }
    return { done: done() }
  }
  const close = async (source: string) => {
    await keepers.get(source)?.close()
    keepers.delete(source)
  }
  const tick = (signal: AbortSignal) => ticks({ log, clock, signal, blocked })
  const running: Promise<void>[] = []
  let claims: Claims | null = null
  if (options.claims) {
    const duties = created.map((one): Duty => {
      const { source } = one.facts
      return {
        name: `source/${source}`,
        counts: true,
        async run(lease, signal) {
          const { done } = await begin(one, fenced(state, lease), signal)
          await done.finally(() => close(source))
        },
      }
    })
    const time: Duty = { name: 'ticks', counts: false, run: (_, signal) => tick(signal) }
    claims = new Claims(
      { state, clock, logger, ...options.claims },
      options.ticks === false ? duties : [...duties, time],
    )
  } else {
    if (options.ticks !== false) running.push(tick(stopping.signal))
    for (const one of created) running.push((await begin(one, state, stopping.signal)).done)
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
    status: () => [...keepers.values()].map((k) => k.status),
    claims: () => claims && { held: claims.held, failure: claims.failure },
    async stop() {
      await hooks?.close()
      stopping.abort()
      await claims?.stop()
      await Promise.allSettled(running)
      await Promise.all([...keepers.keys()].map(close))
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
