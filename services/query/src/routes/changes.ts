import { ChangesAnswer } from '@moodlight/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { iso } from '../meta.ts'
import { whole } from '../params/lists.ts'

const Query = z.strictObject({
  after: whole(0, Number.MAX_SAFE_INTEGER).default(0),
  limit: whole(1, 1000).default(100),
})

export function changesRoute(context: Context): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/changes',
      {
        schema: { summary: 'Numbered changes of the store', querystring: Query, response: { 200: ChangesAnswer } },
      },
      async (request) => {
        const { after, limit } = request.query
        const changes = await context.deps.store.changes(after, limit)
        return {
          ...(await context.meta({ after, limit }, 'UTC')),
          changes: changes.map((change) => ({ ...change, at: iso(change.at) })),
          next: changes.at(-1)?.n ?? after,
        }
      },
    )
  }
}
