import { monitorEventLoopDelay } from 'node:perf_hooks'
import { MoodlightError } from '@moodlight/core'
import type { FastifyInstance } from 'fastify'

const CHECK_MS = 1000
/** A second in which the loop was late by this much at its 99th percentile means that answers would come too late. */
const MAX_DELAY_MS = 1000
/** These must answer when everything else does not. */
const ALWAYS = new Set(['/healthz', '/readyz', '/metrics'])

/** Refuses work with 503 and Retry-After while the event loop is late. `delayMs` is replaced in tests. */
export function guardPressure(app: FastifyInstance, delayMs: () => number = measured(app)): void {
  app.addHook('onRequest', async (request) => {
    if (delayMs() > MAX_DELAY_MS && !ALWAYS.has(request.url.split('?')[0]!))
      throw new MoodlightError('ML_BUSY', 'The process is overloaded.')
  })
}

function measured(app: FastifyInstance): () => number {
  const histogram = monitorEventLoopDelay({ resolution: 20 })
  histogram.enable()
  let last = 0
  const timer = setInterval(() => {
    last = histogram.percentile(99) / 1e6
    histogram.reset()
  }, CHECK_MS)
  timer.unref()
  app.addHook('onClose', async () => {
    clearInterval(timer)
    histogram.disable()
  })
  return () => last
}
