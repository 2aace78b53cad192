import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MoodlightError } from '@moodlight/core'
import type { Health, HealthReport } from './health.ts'
import { METRICS_CONTENT_TYPE, type Metrics, renderMetrics } from './metrics.ts'

export interface HealthListener {
  /** `http://127.0.0.1:4691` */
  readonly address: string
  close(): Promise<void>
}

export interface HealthListenerOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly health: Health
  readonly metrics: Metrics
}

/**
 * A port for probes and Prometheus: /healthz (only a restart helps when it says no), /readyz and /metrics. It tells nothing of posts.
 * @throws ML_PORT_IN_USE, ML_BIND_REFUSED
 */
export async function serveHealth({ host, port, health, metrics }: HealthListenerOptions): Promise<HealthListener> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 8 * 1024 })
  server.maxConnections = 100
  server.on('request', async (request, response) => {
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
    try {
      if (request.method !== 'GET' && request.method !== 'HEAD') return json(405, { error: 'only GET' })
      switch (request.url?.split('?')[0]) {
        case '/healthz': {
          const report = await health.report()
          return json(
            report.live ? 200 : 503,
            answer(report, report.live, (check) => check.live),
          )
        }
        case '/readyz': {
          const report = await health.report()
          return json(
            report.ready ? 200 : 503,
            answer(report, report.ready, (check) => check.live && check.ready),
          )
        }
        case '/metrics':
          return response
            .writeHead(200, { 'content-type': METRICS_CONTENT_TYPE })
            .end(await renderMetrics([await metrics.snapshot()]))
        default:
          return json(404, { error: 'there are /healthz, /readyz and /metrics' })
      }
    } catch {
      return json(500, { error: 'something of ours broke' })
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(told(error, host, port)))
    server.listen(port, host, resolve)
  })
  const bound = server.address() as AddressInfo
  return {
    address: `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

type Checks = HealthReport['checks']

function answer({ checks }: HealthReport, ok: boolean, fine: (check: Checks[string]) => boolean) {
  return { ok, checks: Object.entries(checks).map(([name, c]) => ({ name, ok: fine(c), detail: c.detail })) }
}

function told(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new MoodlightError('ML_PORT_IN_USE', `Port ${port} for health and metrics is taken.`)
  if (error.code === 'EADDRNOTAVAIL')
    return new MoodlightError('ML_BIND_REFUSED', `${host} is no address of this machine.`)
  return error
}
