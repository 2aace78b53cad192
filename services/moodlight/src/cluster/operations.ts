import { systemClock } from '@moodlight/core'
import { startIngest } from '@moodlight/ingest'
import { redrive } from '@moodlight/pipeline'
import { createLogger, secretFrom } from '@moodlight/runtime'
import { filterOf, normalise, Suppression } from '@moodlight/stages'
import { readBook } from '../engine/book.ts'
import type { Operations } from '../operations/operations.ts'
import { portsOperations } from '../operations/ports-operations.ts'
import { installationSecret, kindOf, sameInstallation } from './identity.ts'
import { openPorts } from './ports.ts'
import type { ClusterChoice } from './read.ts'

/** What the command line can do to a cluster: over log and store themselves, beside the running services. */
export async function clusterOperations(choice: ClusterChoice): Promise<Operations> {
  const { config, base } = choice
  const secret = installationSecret(choice)
  const ports = await openPorts(choice)
  try {
    const { log, store, state } = ports
    const clock = systemClock
    await sameInstallation(state, kindOf(config), secret)
    const book = await readBook(state)
    const matcher = filterOf(book ?? { brands: config.brands, versions: NO_VERSIONS })
    // A way in for what this command hands over: no sources and no ticks, those belong to the services.
    const ingest = await startIngest({
      log,
      state,
      clock,
      logger: createLogger({ level: 'warn', write: (line) => void process.stderr.write(line) }),
      config: { webhooks: config.ingest.webhooks },
      sources: [],
      ticks: false,
      normalise: normalise({ secret, matcher: () => matcher, suppression: new Suppression(state), clock }),
      secret: (ref) => secretFrom(ref, { folder: base }),
    })
    return portsOperations({
      running: true,
      log,
      store,
      state,
      line: {
        ingest: (facts, items, lane) => ingest.ingestItems(facts, items, lane),
        redrive: (id) => redrive(id, { log, state, clock, ingest: (letter) => ingest.redrive(letter) }),
        checks: async () => [],
      },
      authorSecret: secret,
      demo: kindOf(config) === 'demo',
      freeBytes: null,
      async close() {
        await ingest.stop()
        await ports.close()
      },
    })
  } catch (error) {
    await ports.close()
    throw error
  }
}

const NO_VERSIONS = { generation: 1, enrichmentVersion: 0, settingsVersion: 0 }
