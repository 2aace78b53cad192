import { NO_SOURCE } from '@moodlight/pipeline'

/** One look at a service through its port for health and metrics. */
export interface Sample {
  readonly at: number
  readonly state: 'ready' | 'not ready' | 'does not answer'
  /** What it is not ready for; empty when it is. */
  readonly detail: string
  /** Posts (requests for query) that it has worked on since its start. */
  readonly done: number
  /** Records that wait for its group; null when it has none. */
  readonly lag: number | null
  /** Counts of end-to-end times up to each bound in seconds, since its start. */
  readonly latency: ReadonlyMap<number, number>
}

interface Line {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const LIMIT_MS = 5_000

export async function sampleOf(health: string): Promise<Sample> {
  const at = Date.now()
  try {
    const ask = (path: string) => fetch(`${health}${path}`, { signal: AbortSignal.timeout(LIMIT_MS) })
    const [ready, metrics] = await Promise.all([ask('/readyz'), ask('/metrics')])
    const { checks } = (await ready.json()) as { checks: { name: string; ok: boolean; detail: string }[] }
    const lines = [...parse(await metrics.text())]
    const failing = checks.filter((check) => !check.ok).map(({ name, detail }) => `${name}: ${detail}`)
    const lags = lines.filter(({ name }) => name === 'moodlight_log_lag_records')
    return {
      at,
      state: ready.ok ? 'ready' : 'not ready',
      detail: failing.join('; '),
      done: sum(lines.filter(isWork)),
      lag: lags.length > 0 ? sum(lags) : null,
      latency: new Map(
        lines
          .filter(({ name }) => name === 'moodlight_end_to_end_seconds_bucket')
          .map(({ labels, value }) => [
            labels['le'] === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels['le']),
            value,
          ]),
      ),
    }
  } catch {
    return { at, state: 'does not answer', detail: '', done: 0, lag: null, latency: new Map() }
  }
}

function isWork({ name, labels }: Line): boolean {
  if (name === 'moodlight_stage_records_total') return labels['source'] !== NO_SOURCE
  if (name === 'moodlight_ingested_total') return labels['outcome'] === 'accepted'
  return name === 'moodlight_http_request_seconds_count'
}

const sum = (lines: readonly Line[]): number => lines.reduce((total, { value }) => total + value, 0)

/** The text form of Prometheus, as far as we write it. */
function* parse(text: string): Iterable<Line> {
  for (const line of text.split('\n')) {
    const [, name, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    if (name === undefined) continue
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key, text])
    yield { name, labels: Object.fromEntries(pairs), value: Number(value) }
  }
}

/** The bound below which a share of the times lay between two looks; null when there were none. */
export function quantile(before: Sample | undefined, now: Sample, share: number): number | null {
  const bounds = [...now.latency.keys()].sort((a, b) => a - b)
  const grown = bounds.map((bound) => (now.latency.get(bound) ?? 0) - (before?.latency.get(bound) ?? 0))
  const all = grown.at(-1) ?? 0
  if (all <= 0) return null
  return bounds[grown.findIndex((n) => n >= all * share)] ?? null
}
