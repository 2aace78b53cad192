import { Readable } from 'node:stream'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { CSV_HEAD, csvLine } from '../export/csv.ts'
import { streamOf } from '../openapi.ts'
import { readBrands, zoneOf } from '../params/brands.ts'
import { filterParams, rangeParams, readFilter } from '../params/filter.ts'
import { type MentionView, mentionView } from '../view/mention-view.ts'

const PAGE = 500
const Query = z.strictObject({ ...filterParams, ...rangeParams, order: z.enum(['newest', 'oldest']).default('oldest') })

/** All mentions of a filter as a file, streamed page by page: nothing is capped and nothing is held. */
export function exportRoutes(context: Context): FastifyPluginAsyncZod {
  const { deps } = context
  const pages = async function* (query: z.output<typeof Query>): AsyncGenerator<MentionView[]> {
    const { order, ...params } = query
    const zone = zoneOf(readBrands(deps.watched, params.brand), params.zone)
    const { filter } = readFilter(params, deps.clock.now(), zone)
    let cursor: string | null = null
    do {
      const page = await deps.store.mentions(filter, { limit: PAGE, order, ...(cursor !== null && { cursor }) })
      yield page.items.map(mentionView)
      cursor = page.next
    } while (cursor !== null)
  }
  /** The first page is read before the answer begins, so that a bad query is still a coded error. */
  const stream = async (query: z.output<typeof Query>, head: string, line: (mention: MentionView) => string) => {
    const source = pages(query)
    const first = await source.next()
    return Readable.from(
      (async function* () {
        yield head + (first.value ?? []).map(line).join('')
        for await (const page of source) yield page.map(line).join('')
      })(),
      { objectMode: false, highWaterMark: 256 * 1024 },
    )
  }

  return async (app) => {
    app.get(
      '/api/v1/mentions.csv',
      {
        config: { stream: true },
        exposeHeadRoute: false,
        schema: {
          summary: 'Mentions as CSV',
          querystring: Query,
          response: { 200: streamOf('text/csv', 'One line per mention, with a byte order mark') },
        },
      },
      async (request, reply) =>
        reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="mentions.csv"')
          .send(await stream(request.query, CSV_HEAD, csvLine)),
    )
    app.get(
      '/api/v1/mentions.jsonl',
      {
        config: { stream: true },
        exposeHeadRoute: false,
        schema: {
          summary: 'Mentions as JSON lines',
          querystring: Query,
          response: { 200: streamOf('application/x-ndjson', 'One mention per line, in the form of /api/v1/mentions') },
        },
      },
      async (request, reply) =>
        reply
          .type('application/x-ndjson; charset=utf-8')
          .header('content-disposition', 'attachment; filename="mentions.jsonl"')
          .send(await stream(request.query, '', (mention) => `${JSON.stringify(mention)}\n`)),
    )
  }
}
