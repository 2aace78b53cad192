import { startEnrich, startReplay } from '@moodlight/enrich'
import { readBook } from '../../engine/book.ts'
import { modelsInUse } from '../../engine/models.ts'
import { patiently, type ServiceFrame } from '../serve.ts'
import { awaitBook, takeTogether } from '../settings.ts'

/** Clocks of machines may differ by that much. */
const SKEW_MS = 5_000

/** Labels posts: reads `posts`, writes `mentions`. Instances share the partitions; one of them does the replay that is asked for. */
export async function enrichService(frame: ServiceFrame): Promise<Record<string, unknown>> {
  const { choice, ports, secret, clock, logger, metrics, health, scope, stopping, broken, holder } = frame
  const { log, store, state } = ports
  const waiting = () => logger.info({}, 'waits until ingest has settled the settings')
  const book = await patiently(() => awaitBook(state, waiting, stopping), logger, stopping)
  const models = await modelsInUse(book.model ?? null)
  if (book.models !== models)
    logger.warn({ settled: book.models, here: models }, 'labels with other models than ingest has settled')
  const { config } = choice
  const options = { log, state, logger, metrics, clock, book, secret, config: config.enrich, shared: true }
  const stage = await scope.start(
    'enrich',
    () => patiently(() => startEnrich(options), logger, stopping),
    (running) => running.stop(config.stopSeconds * 800),
  )
  stage.ended.catch(broken)
  health.add('stage', stage.check)
  const by = { state, log, clock, by: 'replay' }
  await scope.start(
    'replay',
    () =>
      startReplay({
        ...{ log, store, state, clock, logger, secret, config: config.enrich, skewMs: SKEW_MS },
        book: () => readBook(state),
        take: (change) => takeTogether(`${holder}-replay`, by, change, stopping),
      }),
    (running) => running.stop(),
  )
  return { workers: config.enrich.workers, models }
}
