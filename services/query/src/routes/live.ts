import { MoodlightError } from '@moodlight/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { Connection } from '../live/connection.ts'
import { END, frame } from '../live/frame.ts'
import { iso, versionsOf } from '../meta.ts'
import { streamOf } from '../openapi.ts'
import { readBrands } from '../params/brands.ts'
import { filterParams, readFilter } from '../params/filter.ts'

const { story: _story, ...liveParams } = filterParams
const LastId = z.string().min(1).max(2000)
const Query = z.strictObject({
  ...liveParams,
  lastEventId: LastId.optional().describe('Like the header Last-Event-ID, for clients that cannot set headers'),
})

/** The live feed as text/event-stream; see `live` in packages/api for the events. */
export function liveRoute(context: Context): FastifyPluginAsyncZod {
  const { deps, live, metrics } = context
  return async (app) => {
    app.get(
      '/api/v1/live',
      {
        config: { stream: true },
        // HEAD would open a stream without end.
        exposeHeadRoute: false,
        schema: {
          summary: 'Mentions, retractions and moods as they happen (text/event-stream)',
          querystring: Query,
          response: {
            200: streamOf(
              'text/event-stream',
              'Events `hello`, `mention`, `retract`, `mood`, `gap`; `id:` may be sent back as Last-Event-ID',
            ),
          },
        },
      },
      async (request, reply) => {
        if (live.size >= deps.server.maxLive)
          throw new MoodlightError('ML_BUSY', `There are ${live.size} live connections already.`)
        const { lastEventId, ...params } = request.query
        readBrands(deps.watched, params.brand)
        const { filter } = readFilter(params, deps.clock.now(), 'UTC')
        const header = LastId.safeParse(request.headers['last-event-id']).data
        const hello = { asOf: iso(deps.clock.now()), versions: await versionsOf(deps, context.stats), demo: deps.demo }
        reply.hijack()
        const { raw } = reply
        if (raw.destroyed) return
        for (const [name, value] of Object.entries(reply.getHeaders()))
          if (value !== undefined) raw.setHeader(name, value)
        raw.writeHead(200, {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-store, no-transform',
          'x-accel-buffering': 'no',
        })
        raw.socket?.setNoDelay(true)
        const connection = new Connection(raw, filter, {
          dropped: (n) => metrics.liveDropped.inc({}, n),
          written: (at) => metrics.feedSeconds.observe(Math.max(0, deps.clock.now() - at) / 1000),
        })
        raw.on('close', () => {
          live.remove(connection)
          connection.close()
        })
        raw.on('error', () => connection.close())
        raw.write(Buffer.concat([Buffer.from('retry: 2000\n'), frame('hello', hello).body, END]))
        await live.add(connection, header ?? lastEventId ?? null)
      },
    )
  }
}
