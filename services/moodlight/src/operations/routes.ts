import { Readable } from 'node:stream'
import type { SourceItem } from '@moodlight/ports'
import type { FastifyPluginAsync } from 'fastify'
import type { ReplayRequest } from '../replay/replay-operations.ts'
import type { ErasePlan, ItemSource, Operations } from './operations.ts'

/** Imports come in batches of some hundred posts; a post of 1 MB must fit as well. */
const BODY_LIMIT = 32 * 1024 * 1024

/**
 * The operations over HTTP, for the command line beside a running `up`. Only whoever can read the token in the data folder
 * may call them (query sees to that), so that the bodies are our own and are not checked field by field.
 */
export function operationRoutes(
  operations: Omit<Operations, 'settle' | 'close' | 'running' | 'acceptGaps'>,
): FastifyPluginAsync {
  return async (app) => {
    app.post<{ Body: { source: ItemSource; items: SourceItem[] } }>('/ingest', { bodyLimit: BODY_LIMIT }, ({ body }) =>
      operations.ingest(body.source, body.items),
    )
    app.get('/ledger', () => operations.ledger())
    app.get('/status', () => operations.status())
    app.get<{ Querystring: { limit: string; after?: string } }>('/dead-letters', ({ query }) =>
      operations.deadLetters({
        limit: Number(query.limit),
        ...(query.after === undefined ? {} : { after: query.after }),
      }),
    )
    app.get<{ Params: { id: string } }>('/dead-letters/:id', async ({ params }) => ({
      letter: await operations.deadLetter(params.id),
    }))
    app.post<{ Params: { id: string } }>('/dead-letters/:id/redrive', ({ params }) => operations.redrive(params.id))
    app.post<{ Body: { reindex: boolean } }>('/recount', { config: { stream: true } }, ({ body }) =>
      operations.recount(body),
    )
    app.post<{ Body: { author?: string; post?: string; network?: string } }>('/find', ({ body }) =>
      operations.find(body),
    )
    app.post<{ Body: ErasePlan }>('/erase', { config: { stream: true } }, ({ body }) => operations.erase(body))
    const { replay } = operations
    app.post<{ Body: ReplayRequest }>('/replay', ({ body }) => replay.start(body))
    app.get('/replay', async () => ({ status: await replay.status() }))
    app.get<{ Querystring: { examples: string } }>('/replay/diff', { config: { stream: true } }, ({ query }) =>
      replay.diff({ examples: Number(query.examples) }),
    )
    app.post('/replay/switch', () => replay.switch())
    app.post('/replay/drop', () => replay.drop())
    app.get<{ Params: { kind: string; id: string } }>('/state/:kind/:id', async ({ params }) => ({
      value: await operations.state(params.kind, params.id),
    }))
    app.put<{ Params: { kind: string; id: string }; Body: { value: unknown } }>(
      '/state/:kind/:id',
      async ({ params, body }) => {
        await operations.putState(params.kind, params.id, body.value)
        return {}
      },
    )
    app.get<{ Querystring: { what: 'mentions' | 'posts'; brand?: string } }>(
      '/export',
      { config: { stream: true } },
      ({ query }, reply) => {
        const lines = operations.exportLines(
          query.brand === undefined ? { what: query.what } : { what: query.what, brand: query.brand },
        )
        return reply.type('application/x-ndjson').send(Readable.from(withBreaks(lines)))
      },
    )
  }
}

async function* withBreaks(lines: AsyncIterable<string>): AsyncIterable<string> {
  for await (const line of lines) yield `${line}\n`
}
