import { parentPort, workerData } from 'node:worker_threads'
import { serveStage } from '@moodlight/pipeline'
import { type EnrichOptions, enrich } from './enrich.ts'

/** A worker of the enrichment pool; its data are EnrichOptions. */
if (!parentPort) throw new Error('enrich-worker runs in a worker thread only')
serveStage(parentPort, enrich(workerData as EnrichOptions))
