import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { type Context, contextOf } from './context.ts'
import type { QueryDeps } from './deps.ts'
import { handleErrors, refuseRaw, sendError } from './http/errors.ts'
import { sendHeaders } from './http/headers.ts'
import { allowedHosts, guardHosts } from './http/host-guard.ts'
import { serveLocal } from './http/local.ts'
import { servePage } from './http/page.ts'
import { guardPressure } from './http/pressure.ts'
import { Live } from './live/live.ts'
import { MoodPush } from './live/mood-push.ts'
import { measureRequests } from './metrics.ts'
import { describeApi, serveDescription } from './openapi.ts'
import { brandsRoute } from './routes/brands.ts'
import { changesRoute } from './routes/changes.ts'
import { exportRoutes } from './routes/export.ts'
import { healthRoutes } from './routes/health.ts'
import { liveRoute } from './routes/live.ts'
import { mentionsRoute } from './routes/mentions.ts'
import { moodsRoute } from './routes/moods.ts'
import { sourcesRoute } from './routes/sources.ts'
import { storiesRoute } from './routes/stories.ts'
import { timelineRoute } from './routes/timeline.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer is a stream and may take as long as the reader likes. */
    readonly stream?: boolean
  }
}

const HANDLER_TIMEOUT_MS = 20_000
/** Connections at once beside the live ones. */
const OTHER_CONNECTIONS = 500

export interface QueryApp {
  readonly app: FastifyInstance
  readonly context: Context
  /** To be called when the address is known: requests for other hosts are refused. */
  setBound(bound: { host: string; port: number }): void
}

/** The whole service without a listener; `app.inject` asks it as a request would. The caller closes `app`. */
export async function createApp(deps: QueryDeps): Promise<QueryApp> {
  const app = Fastify({
    loggerInstance: deps.logger,
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (error, request, reply) => sendError(error, request, reply),
    clientErrorHandler: refuseRaw,
    genReqId: () => randomUUID(),
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 10_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1000 },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  const context = contextOf(deps, ({ metrics }) => new Live(deps, metrics))
  let hosts = allowedHosts({ host: deps.server.host, port: deps.server.port }, deps.server.allowedHosts)

  handleErrors(app)
  sendHeaders(app)
  measureRequests(app, context.metrics)
  guardHosts(app, () => hosts)
  guardPressure(app)
  app.addHook('onRoute', (route) => {
    if (!route.config?.stream) route.handlerTimeout ??= HANDLER_TIMEOUT_MS
  })
  await describeApi(app)
  for (const route of [
    brandsRoute,
    moodsRoute,
    timelineRoute,
    mentionsRoute,
    exportRoutes,
    storiesRoute,
    sourcesRoute,
    changesRoute,
    liveRoute,
    healthRoutes,
  ])
    await app.register(route(context))
  serveDescription(app)
  if (deps.local) await serveLocal(app, deps.local)
  if (deps.staticDir !== null) await servePage(app, deps.staticDir)

  app.server.maxConnections = deps.server.maxLive + OTHER_CONNECTIONS
  const push = new MoodPush(context)
  app.addHook('onReady', async () => {
    context.live.start()
    push.start()
  })
  app.addHook('preClose', async () => {
    push.stop()
    await context.live.stop()
  })
  return {
    app,
    context,
    setBound(bound) {
      hosts = allowedHosts(bound, deps.server.allowedHosts)
    },
  }
}
