import { parentPort, workerData } from 'node:worker_threads'
import { serveStage } from '@moodlight/pipeline'
import { type EnrichOptions, enrich } from '../src/enrich/enrich.ts'

/** The real enrichment, but for texts that hang it and texts that kill it. */
const stage = enrich(workerData as EnrichOptions)
serveStage(parentPort!, {
  name: stage.name,
  run(batch, signal) {
    for (const { value } of batch) {
      if (value.includes('HANG')) for (;;);
      if (value.includes('KILL')) process.exit(9)
    }
    return stage.run(batch, signal)
  },
})
