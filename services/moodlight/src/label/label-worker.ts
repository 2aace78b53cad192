import { parentPort, workerData } from 'node:worker_threads'
import { serveStage } from '@moodlight/pipeline'
import type { LabelDefaults } from './label-line.ts'
import { labelStage } from './label-stage.ts'

/** A worker of `moodlight label`; its data are LabelDefaults. */
if (!parentPort) throw new Error('label-worker runs in a worker thread only')
serveStage(parentPort, labelStage(workerData as LabelDefaults))
