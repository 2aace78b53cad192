import { HealthAnswer } from '@moodlight/api'
import { METRICS_CONTENT_TYPE, renderMetrics } from '@moodlight/runtime'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Context } from '../context.ts'
import type { Check } from '../deps.ts'

/** Liveness: this answers. Readiness: everything it needs works; 503 otherwise, so that nobody is sent here in vain. */
export function healthRoutes(context: Context): FastifyPluginAsyncZod {
  const { deps } = context
  return async (app) => {
    app.get('/healthz', { schema: { response: { 200: HealthAnswer } } }, async () => ({ ok: true, checks: [] }))

    app.get('/readyz', { schema: { response: { 200: HealthAnswer, 503: HealthAnswer } } }, async (_request, reply) => {
      const checks = [...(await checksOf(deps.checks)), await storeCheck(context), lineCheck(context)]
      const ok = checks.every((check) => check.ok)
      return reply.code(ok ? 200 : 503).send({ ok, checks })
    })

    app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
      const others = (await deps.otherMetrics?.()) ?? []
      return reply.type(METRICS_CONTENT_TYPE).send(await renderMetrics([await deps.metrics.snapshot(), ...others]))
    })
  }
}

async function checksOf(checks: () => Promise<readonly Check[]> | readonly Check[]): Promise<readonly Check[]> {
  try {
    return (await checks()).map(({ name, ok, detail }) => ({ name, ok, detail }))
  } catch {
    return [{ name: 'checks', ok: false, detail: 'the checks themselves failed' }]
  }
}

async function storeCheck(context: Context): Promise<Check> {
  try {
    await context.stats()
    return { name: 'store', ok: true, detail: 'answers' }
  } catch {
    return { name: 'store', ok: false, detail: 'does not answer' }
  }
}

function lineCheck({ live }: Context): Check {
  const still = live.standsStill()
  return { name: 'line', ok: !still, detail: still ? 'no tick for 20 seconds' : 'moves' }
}
