import { startIngest } from '@moodlight/ingest'
import { secretFrom } from '@moodlight/runtime'
import { deliveryCounter } from '../../engine/delivery-counter.ts'
import { shippedInUse } from '../../engine/models.ts'
import { normaliserOf } from '../../engine/normaliser.ts'
import { Room } from '../room.ts'
import { patiently, type ServiceFrame } from '../serve.ts'
import { settleTogether } from '../settings.ts'

/** Sources, shared out among all instances; writes `posts`. It also settles the configuration as settings of the cluster. */
export async function ingestService(frame: ServiceFrame): Promise<Record<string, unknown>> {
  const { choice, ports, lag, secret, holder, clock, logger, metrics, health, scope, stopping } = frame
  const { config, base } = choice
  const { log, store, state } = ports
  const { brands, sources } = config
  const by = 'configuration'
  const settle = () =>
    settleTogether(holder, { state, log, clock, brands, sources, models: shippedInUse(), by }, stopping)
  const book = await patiently(settle, logger, stopping)
  const normaliser = normaliserOf(book, { secret, state, store, clock })
  const { mostWaiting, mostWaitingBackground, leaseSeconds, webhooks } = config.ingest
  const room = new Room(lag, { live: mostWaiting, background: mostWaitingBackground })
  let blocked: string | null = null
  const ingest = await scope.start(
    'ingest',
    () =>
      startIngest({
        log,
        state,
        clock,
        logger,
        config: { webhooks },
        sources,
        normalise: async (items, facts, lane) => {
          await room.wait(lane)
          return normaliser(items, facts, lane)
        },
        secret: (ref) => secretFrom(ref, { folder: base }),
        onBlocked: (error) => {
          blocked = error === null ? null : error instanceof Error ? error.message : String(error)
        },
        onDelivered: deliveryCounter(metrics),
        claims: { holder, leaseMs: leaseSeconds * 1000 },
      }),
    (running) => {
      room.stop()
      return running.stop()
    },
  )
  health.add('log takes posts', () => ({ live: true, ready: blocked === null, detail: blocked ?? '' }))
  health.add('room in the log', () => {
    const full = room.full('live')
    return { live: true, ready: !full, detail: full ? 'enrich or index is far behind: sources wait' : '' }
  })
  health.add('sources', () => {
    const failure = ingest.claims()?.failure ?? null
    return { live: true, ready: failure === null, detail: failure ?? '' }
  })
  metrics.gauge('moodlight_sources_held', 'Sources that this instance holds.', [], (gauge) =>
    gauge.set(ingest.claims()?.held.filter((name) => name.startsWith('source/')).length ?? 0),
  )
  return { sources: sources.length, hooks: ingest.hooks && `http://${ingest.hooks.host}:${ingest.hooks.port}/hooks/` }
}
