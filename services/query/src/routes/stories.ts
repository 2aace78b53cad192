import { StoriesAnswer } from '@moodlight/api'
import { fullText, Label, Slug } from '@moodlight/core'
import { DAY } from '@moodlight/mood'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { iso } from '../meta.ts'
import { oneLine } from '../mood/moods.ts'
import { readBrands, zoneOf } from '../params/brands.ts'
import { invalid, Zone } from '../params/filter.ts'
import { whole } from '../params/lists.ts'
import { narrowEcho, narrowParams, readNarrow } from '../params/narrow.ts'
import { readTime, TimeText } from '../params/time.ts'
import { tooWide } from '../params/too-wide.ts'

const MAX_RANGE = 400 * DAY

const Query = z.strictObject({
  brand: Slug.describe('One brand id'),
  from: TimeText.default('-24h'),
  to: TimeText.default('now'),
  label: Label.optional().describe('Largest by posts of this label; default: by all posts'),
  limit: whole(1, 50).default(10),
  zone: Zone.optional(),
  ...narrowParams,
})

export function storiesRoute(context: Context): FastifyPluginAsyncZod {
  const { deps } = context
  return async (app) => {
    app.get(
      '/api/v1/stories',
      { schema: { summary: 'What moved the mood', querystring: Query, response: { 200: StoriesAnswer } } },
      async (request) => {
        const { label, limit, ...params } = request.query
        const brand = readBrands(deps.watched, [params.brand])[0]!
        const zone = zoneOf([brand], params.zone)
        const now = deps.clock.now()
        const from = readTime(params.from, 'from', now, zone)
        const to = readTime(params.to, 'to', now, zone)
        if (from >= to) throw invalid('from', 'must be before to')
        if (to - from > MAX_RANGE) throw tooWide('from', 'a range of at most 400 days')
        const narrow = readNarrow(params)
        const stories = await deps.store.stories({
          brand: brand.id,
          from,
          to,
          limit,
          ...(label && { label }),
          ...narrow,
        })
        const echo = {
          brand: brand.id,
          from: iso(from),
          to: iso(to),
          limit,
          ...(label && { label }),
          ...narrowEcho(narrow),
        }
        return {
          ...(await context.meta(echo, zone)),
          stories: stories.map((story) => ({
            id: story.id,
            posts: story.posts,
            authors: story.authors,
            labels: story.labels,
            first: story.first.id,
            text: oneLine(fullText(story.first.post)),
            lang: story.first.language.code,
            from: iso(story.first.post.at),
            lastAt: iso(story.lastAt),
          })),
        }
      },
    )
  }
}
