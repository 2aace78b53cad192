import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Secret, systemClock } from '@moodlight/core'
import { startQuery } from '@moodlight/query'
import { createLogger, createMetrics, freeBytes, onStopSignal, Scope } from '@moodlight/runtime'
import { bytes, note, out } from '../cli/terminal.ts'
import type { Chosen } from '../config/read.ts'
import { type EngineOptions, startEngine } from '../engine/engine.ts'
import { openInstallation } from '../installation.ts'
import { portsOperations } from '../operations/ports-operations.ts'
import { operationRoutes } from '../operations/routes.ts'
import { PAGE_FOLDER } from '../root.ts'
import { labelErrors } from './label-errors.ts'
import { tellProgress } from './progress.ts'

/** Draining may take this long; what is not finished then comes again at the next start. */
const STOP_LIMIT_MS = 15_000

/** Everything in one process, until a signal stops it. `parts`: see {@link startEngine}; tests exchange the workers. */
export async function runUp(chosen: Chosen, parts: Pick<EngineOptions, 'enrichWorker'> = {}): Promise<void> {
  const { folder, config, kind } = chosen
  const logger = createLogger({ write: (line) => void process.stderr.write(line) })
  const installation = openInstallation(folder, kind)
  const scope = new Scope(logger)
  const engine = await scope.start(
    'engine',
    () =>
      startEngine({
        ...chosen,
        ...parts,
        installation,
        logger,
        runSources: true,
        logLevel: process.env['MOODLIGHT_LOG'] ?? 'info',
        onLost: (thread) => {
          note(`The thread "${thread}" has ended; Moodlight stops. Nothing that was taken in is lost: start it again.`)
          process.exit(1)
        },
      }),
    (running) => running.stop(),
  )
  const operations = portsOperations({
    running: true,
    ...engine,
    authorSecret: installation.authorSecret,
    demo: kind === 'demo',
    freeBytes: () => freeBytes(folder),
    close: async () => {},
  })
  const metrics = createMetrics({ process: true })
  const query = await scope.start(
    'query',
    () =>
      startQuery({
        log: engine.log,
        store: engine.store,
        state: engine.state,
        server: config.server,
        mood: config.mood,
        watched: {
          version: () => engine.book.versions.settingsVersion,
          brands: () => config.brands,
          since: (brand) => engine.book.since[brand] ?? null,
        },
        errors: labelErrors(config.mood.margin),
        model: () => engine.models,
        clock: systemClock,
        logger: logger as never,
        metrics,
        otherMetrics: async () => [await engine.line.metrics()],
        checks: () => engine.line.checks(),
        staticDir: existsSync(join(PAGE_FOLDER, 'index.html')) ? PAGE_FOLDER : null,
        demo: kind === 'demo',
        local: { token: new Secret(installation.localToken), routes: operationRoutes(operations) },
      }),
    (running) => running.stop(),
  )
  engine.lock.setAddress(query.address)
  const stopping = new AbortController()
  onStopSignal({
    limitMs: STOP_LIMIT_MS,
    logger,
    stop: async () => {
      stopping.abort()
      note('\nMoodlight stops: finishing what is in hand …')
      await scope.stop()
      note('Stopped. Everything is kept.')
    },
  })
  out(`\n  Moodlight is up:  ${query.address}\n`)
  note(
    kind === 'demo' ? '  Sample data: five invented banks, texts written by us.' : `  Configuration: ${chosen.origin}`,
  )
  note(`  Data folder: ${folder} (${bytes(await freeBytes(folder))} free)`)
  if (kind === 'demo') note('  Your own brand: npm start -- --brand "My Brand"')
  const hooks = await engine.line.hooks()
  if (hooks) note(`  Webhooks: http://${hooks.host}:${hooks.port}/hooks/<source>`)
  note('  Ctrl-C stops it.\n')
  try {
    await tellProgress(engine.state, async () => (await engine.store.stats()).posts, stopping.signal)
  } catch (error) {
    // A question that was on its way when the store was closed.
    if (!stopping.signal.aborted) throw error
  }
}
