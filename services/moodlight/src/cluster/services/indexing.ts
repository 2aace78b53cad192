import { startIndex, startRetention } from '@moodlight/index'
import type { MentionStore } from '@moodlight/ports'
import { patiently, type ServiceFrame } from '../serve.ts'

const RETENTION_LEASE_MS = 600_000

/** Writes what enrich has labelled into the store: reads `mentions`. Instances share the partitions; one of them applies retention. */
export async function indexService(frame: ServiceFrame): Promise<Record<string, unknown>> {
  const { choice, ports, holder, clock, logger, metrics, health, scope, stopping, broken } = frame
  const { log, store, state } = ports
  const { config } = choice
  const stage = await scope.start(
    'index',
    () => patiently(() => startIndex({ log, store, state, logger, metrics, clock, shared: true }), logger, stopping),
    (running) => running.stop(config.stopSeconds * 800),
  )
  stage.ended.catch(broken)
  health.add('stage', stage.check)
  const one: Pick<MentionStore, 'expire'> = {
    expire: async (retention) =>
      (await state.acquire('retention', holder, RETENTION_LEASE_MS)) ? store.expire(retention) : 0,
  }
  await scope.start(
    'retention',
    () => startRetention({ store: one, sources: config.sources, clock, logger }),
    (retention) => retention.stop(),
  )
  return {}
}
