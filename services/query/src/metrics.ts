import type { FastifyInstance } from 'fastify'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Query's own figures, registered in the registry that was given. */
export function queryMetrics(registry: Registry) {
  const registers = [registry]
  return {
    requests: new Histogram({
      name: 'moodlight_http_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    }),
    moodSeconds: new Histogram({
      name: 'moodlight_mood_seconds',
      help: 'Time to make the moods of one question',
      buckets: SECONDS,
      registers,
    }),
    feedSeconds: new Histogram({
      name: 'moodlight_feed_latency_seconds',
      help: 'From the append of a mention to the log until it is written to live connections',
      buckets: SECONDS,
      registers,
    }),
    clients: new Gauge({ name: 'moodlight_live_clients', help: 'Open live connections', registers }),
    liveEvents: new Counter({
      name: 'moodlight_live_events_total',
      help: 'Events queued for live connections',
      registers,
    }),
    liveDropped: new Counter({
      name: 'moodlight_live_dropped_total',
      help: 'Events that a slow live connection did not get; it was told of the gap',
      registers,
    }),
  }
}
export type QueryMetrics = ReturnType<typeof queryMetrics>

/** Measures every request under the pattern of its route, never under its URL. */
export function measureRequests(app: FastifyInstance, metrics: QueryMetrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    metrics.requests.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    )
  })
}
