import { MentionAnswer, MentionsAnswer } from '@moodlight/api'
import { MoodlightError, splitMentionId } from '@moodlight/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { readBrands, zoneOf } from '../params/brands.ts'
import { CursorText, fingerprint, readCursor, writeCursor } from '../params/cursor.ts'
import { filterParams, rangeParams, readFilter } from '../params/filter.ts'
import { whole } from '../params/lists.ts'
import { mentionView } from '../view/mention-view.ts'

const Query = z.strictObject({
  ...filterParams,
  ...rangeParams,
  order: z.enum(['newest', 'oldest']).default('newest'),
  limit: whole(1, 1000).default(50),
  cursor: CursorText.optional().describe('`next` of the page before, with the same query'),
})

/** Mentions by filter, without any cap on how far back the cursor goes. */
export function mentionsRoute(context: Context): FastifyPluginAsyncZod {
  const { deps } = context
  return async (app) => {
    app.get(
      '/api/v1/mentions',
      { schema: { summary: 'Mentions, newest first', querystring: Query, response: { 200: MentionsAnswer } } },
      async (request) => {
        const { cursor, limit, order, ...params } = request.query
        const zone = zoneOf(readBrands(deps.watched, params.brand), params.zone)
        const query = fingerprint({ ...params, order, zone })
        const read = readFilter(params, deps.clock.now(), zone)
        const at = cursor === undefined ? null : readCursor(query, cursor)
        const filter = { ...read.filter, ...at?.range }
        const page = await deps.store.mentions(filter, { limit, order, ...(at && { cursor: at.cursor }) })
        const echo = { ...read.echo, ...rangeEcho(filter), order, limit }
        return {
          ...(await context.meta(echo, zone)),
          mentions: page.items.map(mentionView),
          next: page.next === null ? null : writeCursor(query, filter, page.next),
        }
      },
    )

    app.get(
      '/api/v1/mentions/:id',
      {
        schema: {
          summary: 'One mention with its evidence',
          params: z.strictObject({ id: z.string().max(400) }),
          querystring: z.strictObject({}),
          response: { 200: MentionAnswer },
        },
      },
      async (request) => {
        const { id } = request.params
        const stored = splitMentionId(id) && (await deps.store.mention(id))
        if (!stored) throw new MoodlightError('ML_NOT_FOUND', 'There is no such mention.')
        return {
          ...(await context.meta({ id }, 'UTC')),
          mention: mentionView(stored),
        }
      },
    )
  }
}

function rangeEcho(filter: { from?: number; to?: number }) {
  return {
    ...(filter.from !== undefined && { from: new Date(filter.from).toISOString() }),
    ...(filter.to !== undefined && { to: new Date(filter.to).toISOString() }),
  }
}
