import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startQuery } from '@moodlight/query'
import { PAGE_FOLDER } from '../../root.ts'
import { labelErrors } from '../../up/label-errors.ts'
import { kindOf } from '../identity.ts'
import { patiently, type ServiceFrame } from '../serve.ts'
import { awaitBook, FollowedBook } from '../settings.ts'

/** Page, API and live feed. Every instance serves the whole feed, with the same event ids. */
export async function queryService(frame: ServiceFrame): Promise<Record<string, unknown>> {
  const { choice, ports, clock, logger, metrics, health, scope, stopping } = frame
  const { config } = choice
  const { log, store, state } = ports
  const waiting = () => logger.info({}, 'waits until ingest has settled the settings')
  const book = await patiently(() => awaitBook(state, waiting, stopping), logger, stopping)
  const watched = await scope.start(
    'settings',
    () => new FollowedBook(state, logger, book),
    (one) => one.stop(),
  )
  const query = await scope.start(
    'query',
    () =>
      startQuery({
        log,
        store,
        state,
        server: config.server,
        mood: config.mood,
        watched,
        errors: labelErrors(config.mood.margin),
        model: () => watched.models,
        clock,
        logger: logger as never,
        metrics,
        checks: async () => {
          const { checks } = await health.report()
          return Object.entries(checks).map(([name, { live, ready, detail }]) => ({ name, ok: live && ready, detail }))
        },
        staticDir: existsSync(join(PAGE_FOLDER, 'index.html')) ? PAGE_FOLDER : null,
        demo: kindOf(config) === 'demo',
      }),
    (running) => running.stop(),
  )
  return { address: query.address }
}
