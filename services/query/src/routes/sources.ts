import { SourcesAnswer } from '@moodlight/api'
import { STATE_KINDS } from '@moodlight/ports'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { iso } from '../meta.ts'

/** What ingest writes about each source; read leniently, because another process of another version may have written it. */
const SourceState = z.object({
  network: z.string().default('unknown'),
  kind: z.string().default('other'),
  state: z.string().default('unknown'),
  detail: z.string().default(''),
})

export function sourcesRoute(context: Context): FastifyPluginAsyncZod {
  const { deps } = context
  return async (app) => {
    app.get(
      '/api/v1/sources',
      {
        schema: {
          summary: 'Is every source heard?',
          querystring: z.strictObject({}),
          response: { 200: SourcesAnswer },
        },
      },
      async () => {
        const [docs, { sources }] = await Promise.all([
          deps.state.list<unknown>(STATE_KINDS.source, { limit: 1000 }),
          context.stats(),
        ])
        const states = new Map(docs.map((doc) => [doc.id, SourceState.safeParse(doc.value).data]))
        const ids = [...new Set([...states.keys(), ...sources.map((s) => s.source)])].sort()
        return {
          ...(await context.meta({}, 'UTC')),
          sources: ids.map((source) => {
            const stored = sources.find((s) => s.source === source)
            const { network, kind, state, detail } = states.get(source) ?? SourceState.parse({})
            const newest = stored ? iso(stored.newest) : null
            return { source, network, kind, state, detail, newest, posts: stored?.posts ?? 0 }
          }),
        }
      },
    )
  }
}
