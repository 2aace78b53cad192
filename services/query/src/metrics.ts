import { LATENCY_BUCKETS, type Metrics } from '@moodlight/runtime'
import type { FastifyInstance } from 'fastify'

/** Query's own figures, in the metrics that were given. */
export function queryMetrics(metrics: Metrics) {
  return {
    requests: metrics.histogram('moodlight_http_request_seconds', 'Time to answer a request.', [
      'method',
      'route',
      'status',
    ]),
    moodSeconds: metrics.histogram('moodlight_mood_seconds', 'Time to make the moods of one question.'),
    feedSeconds: metrics.histogram(
      'moodlight_feed_latency_seconds',
      'From the append of a mention to the log until it is written to live connections.',
      [],
      LATENCY_BUCKETS,
    ),
    clients: metrics.gauge('moodlight_live_clients', 'Open live connections.'),
    liveEvents: metrics.counter('moodlight_live_events_total', 'Events queued for live connections.'),
    liveDropped: metrics.counter(
      'moodlight_live_dropped_total',
      'Events that a slow live connection did not get; it was told of the gap.',
    ),
  }
}
export type QueryMetrics = ReturnType<typeof queryMetrics>

/** Measures every request under the pattern of its route, never under its URL. */
export function measureRequests(app: FastifyInstance, metrics: QueryMetrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    metrics.requests.observe(reply.elapsedTime / 1000, {
      method: request.method,
      route,
      status: String(reply.statusCode),
    })
  })
}
