import { MoodsAnswer } from '@moodlight/api'
import { Slug } from '@moodlight/core'
import { DAY, WINDOW_NAMES, windowAt } from '@moodlight/mood'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { cachedBy } from '../cached.ts'
import type { Context } from '../context.ts'
import { iso } from '../meta.ts'
import type { Mood, MoodQuery } from '../mood/moods.ts'
import { readBrands, zoneOf } from '../params/brands.ts'
import { invalid, Zone } from '../params/filter.ts'
import { list } from '../params/lists.ts'
import { narrowEcho, narrowParams, readNarrow } from '../params/narrow.ts'
import { readTime, TimeText } from '../params/time.ts'
import { tooWide } from '../params/too-wide.ts'

/** Longest range of one mood. */
const MAX_RANGE = 400 * DAY

const Query = z.strictObject({
  brand: list(Slug, 50).optional().describe('Brand ids; default: all'),
  window: z
    .enum([...WINDOW_NAMES, 'range'])
    .optional()
    .describe('Ends now; range: with from and to. Default 24h'),
  from: TimeText.optional(),
  to: TimeText.optional(),
  zone: Zone.optional(),
  ...narrowParams,
})

export function moodsRoute(context: Context): FastifyPluginAsyncZod {
  const { deps } = context
  // A wall of screens that asks the same every second costs one computation.
  const kept = cachedBy<Mood[]>(1000, 200, deps.clock)
  return async (app) => {
    app.get(
      '/api/v1/moods',
      { schema: { summary: 'Mood of brands in a window', querystring: Query, response: { 200: MoodsAnswer } } },
      async (request) => {
        const params = request.query
        const brands = readBrands(deps.watched, params.brand)
        const zone = zoneOf(brands, params.zone)
        const query: MoodQuery = {
          brands,
          window: readWindow(params, deps.clock.now(), zone),
          zone: params.zone ?? null,
          narrow: readNarrow(params),
        }
        const key = JSON.stringify([query, deps.watched.version()])
        const moods = await kept(key, async () => {
          const started = performance.now()
          try {
            return await context.moods.moods(query)
          } finally {
            context.metrics.moodSeconds.observe((performance.now() - started) / 1000)
          }
        })
        const { name, from, to } = query.window
        const echo = { window: name, from: iso(from), to: iso(to), zone, ...narrowEcho(query.narrow) }
        return { ...(await context.meta({ brand: brands.map((b) => b.id), ...echo }, zone)), moods }
      },
    )
  }
}

function readWindow(params: z.output<typeof Query>, now: number, zone: string): MoodQuery['window'] {
  const name = params.window ?? (params.from === undefined ? '24h' : 'range')
  if (name !== 'range') {
    if (params.from !== undefined || params.to !== undefined)
      throw invalid(params.from === undefined ? 'to' : 'from', 'from and to belong to window=range')
    return { ...windowAt(name, now), name }
  }
  if (params.from === undefined) throw invalid('from', 'window=range needs from')
  const from = readTime(params.from, 'from', now, zone)
  const to = params.to === undefined ? now : readTime(params.to, 'to', now, zone)
  if (from >= to) throw invalid('from', 'must be before to')
  if (to - from > MAX_RANGE) throw tooWide('from', 'a range of at most 400 days')
  return { from, to, name }
}
