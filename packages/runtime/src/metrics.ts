import * as prom from 'prom-client'

type Labels = Readonly<Record<string, string>>

export interface Counter {
  inc(labels?: Labels, n?: number): void
}
export interface Gauge {
  set(value: number, labels?: Labels): void
}
export interface Histogram {
  observe(value: number, labels?: Labels): void
}

/** What one thread has measured, as plain data that may cross to another thread. */
export type MetricsSnapshot = readonly object[]

/** Makes metrics; the same name gives the same one. Names end in their unit (`_seconds`, `_bytes`, `_total`). */
export interface Metrics {
  counter(name: string, help: string, labels?: readonly string[]): Counter
  /** `collect` is asked for the value when metrics are read. */
  gauge(name: string, help: string, labels?: readonly string[], collect?: (gauge: Gauge) => void | Promise<void>): Gauge
  histogram(name: string, help: string, labels?: readonly string[], buckets?: readonly number[]): Histogram
  snapshot(): Promise<MetricsSnapshot>
}

/** From a millisecond to a minute, in seconds. */
export const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** A registry of its own for one thread or test. `process`: also what Node says of memory, event loop and collector. */
export function createMetrics(options: { process?: boolean } = {}): Metrics {
  const registry = new prom.Registry()
  if (options.process) prom.collectDefaultMetrics({ register: registry })
  const made = new Map<string, unknown>()
  const once = <T>(name: string, make: () => T): T => {
    if (!made.has(name)) made.set(name, make())
    return made.get(name) as T
  }
  const base = (name: string, help: string, labels: readonly string[]) => ({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
  })
  return {
    counter: (name, help, labels = []) =>
      once(name, () => {
        const counter = new prom.Counter(base(name, help, labels))
        return { inc: (by = {}, n = 1) => counter.inc(by, n) }
      }),
    gauge: (name, help, labels = [], collect) =>
      once(name, () => {
        const wrapped: Gauge = { set: (value, by = {}) => gauge.set(by, value) }
        const gauge: prom.Gauge = new prom.Gauge({
          ...base(name, help, labels),
          ...(collect && { collect: () => collect(wrapped) }),
        })
        return wrapped
      }),
    histogram: (name, help, labels = [], buckets = LATENCY_BUCKETS) =>
      once(name, () => {
        const histogram = new prom.Histogram({ ...base(name, help, labels), buckets: [...buckets] })
        return { observe: (value, by = {}) => histogram.observe(by, value) }
      }),
    snapshot: async () => (await registry.getMetricsAsJSON()) as unknown as MetricsSnapshot,
  }
}

/** The content type of {@link renderMetrics}. */
export const METRICS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** What several threads have measured, added up, as text for Prometheus. */
export function renderMetrics(snapshots: readonly MetricsSnapshot[]): Promise<string> {
  const all = snapshots.map((snapshot) => [...snapshot]) as unknown as prom.MetricObject[][]
  return prom.AggregatorRegistry.aggregate(all as never).metrics()
}
