import { chooseConfig } from '../../../services/moodlight/src/config/read.ts'
import { runUp } from '../../../services/moodlight/src/up/up.ts'

/** The all-in-one over the same engine, but with workers in which certain texts hang or kill. Arguments: data, configuration. */
const [data, config] = process.argv.slice(2)
const chosen = chooseConfig({ data, config })
await runUp(
  { ...chosen, config: { ...chosen.config, server: { ...chosen.config.server, port: 0 } } },
  { enrichWorker: new URL('../../../packages/stages/test/deadly-worker.ts', import.meta.url) },
)
