import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '@moodlight/core'
import type { Api } from '@moodlight/runtime'
import { serveConnections } from '@moodlight/runtime'
import { startLine } from './line.ts'
import type { LineData } from './line-protocol.ts'

/** The thread in which sources, ingest and the runners of enrich and index live. */
if (!parentPort) throw new Error('line-worker runs in a worker thread only')
// Connections that come while it starts wait for it.
const line = startLine(workerData as LineData, systemClock)
const methods = ['ingest', 'redrive', 'checks', 'hooks', 'metrics', 'stop'] as const
const api = Object.fromEntries(
  methods.map((method) => [
    method,
    async (...args: unknown[]) => ((await line)[method] as (...a: unknown[]) => Promise<unknown>)(...args),
  ]),
) as Api
serveConnections(parentPort, api)
