import { startEnrich } from '@moodlight/enrich'
import { modelsInUse } from '../../engine/models.ts'
import { patiently, type ServiceFrame } from '../serve.ts'
import { awaitBook } from '../settings.ts'

/** Labels posts: reads `posts`, writes `mentions`. Instances share the partitions. */
export async function enrichService(frame: ServiceFrame): Promise<Record<string, unknown>> {
  const { choice, ports, secret, clock, logger, metrics, health, scope, stopping, broken } = frame
  const { log, state } = ports
  const waiting = () => logger.info({}, 'waits until ingest has settled the settings')
  const book = await patiently(() => awaitBook(state, waiting, stopping), logger, stopping)
  const models = modelsInUse()
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
  return { workers: config.enrich.workers, models }
}
