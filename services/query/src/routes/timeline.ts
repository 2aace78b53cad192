import { TimelineAnswer } from '@moodlight/api'
import { Slug } from '@moodlight/core'
import { type Bucket, bucketsInZone, DAY, HOUR, type Step, USUAL_WEEKS } from '@moodlight/mood'
import type { JournalEntry } from '@moodlight/ports'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { iso } from '../meta.ts'
import { mainHoles } from '../mood/heard.ts'
import { bucketView, sumBuckets } from '../mood/timeline.ts'
import { readBrands, zoneOf } from '../params/brands.ts'
import { invalid, Zone } from '../params/filter.ts'
import { narrowEcho, narrowParams, readNarrow } from '../params/narrow.ts'
import { readTime, TimeText } from '../params/time.ts'
import { tooWide } from '../params/too-wide.ts'

const MAX_BUCKETS = 2000
const MAX_MARKS = 500
/** Minutes are kept for two days. */
const MINUTES_REACH = 47 * HOUR

const Query = z.strictObject({
  brand: Slug.describe('One brand id'),
  from: TimeText.default('-24h'),
  to: TimeText.default('now'),
  step: z.enum(['1m', '15m', '1h', '1d']).optional().describe('Default: 15m up to a day, 1h up to two weeks, then 1d'),
  zone: Zone.optional(),
  ...narrowParams,
})

export function timelineRoute(context: Context): FastifyPluginAsyncZod {
  const { deps } = context
  return async (app) => {
    app.get(
      '/api/v1/timeline',
      {
        schema: {
          summary: 'Volume and mood over time, with holes and marks',
          querystring: Query,
          response: { 200: TimelineAnswer },
        },
      },
      async (request) => {
        const params = request.query
        const brand = readBrands(deps.watched, [params.brand])[0]!
        const zone = zoneOf([brand], params.zone)
        const now = deps.clock.now()
        const { step, buckets } = readBuckets(params, now, zone)
        const range = { from: buckets[0]!.from, to: buckets.at(-1)!.to }
        const narrow = readNarrow(params)
        const [feeding, began, holes, journal, sums] = await Promise.all([
          context.feeding(brand.id),
          context.since(brand.id),
          deps.store.holes({ from: range.from - USUAL_WEEKS * 7 * DAY - DAY, to: range.to }),
          deps.store.journal(range),
          sumBuckets(deps, brand.id, buckets, narrow, step === '1m'),
        ])
        const heard = params.source?.length ? feeding.filter((f) => params.source?.includes(f.source)) : feeding
        const since = began ?? now
        const usual = await context.usualVolumes.of(brand.id, buckets, {
          zone,
          since,
          holes: mainHoles(holes, heard, now),
          narrow,
        })
        const at = { errors: context.errors, holes, feeding: heard, since, now }
        const names = new Set(feeding.map((f) => f.source))
        const echo = { brand: brand.id, from: iso(range.from), to: iso(range.to), step, ...narrowEcho(narrow) }
        return {
          ...(await context.meta(echo, zone)),
          brand: brand.id,
          buckets: buckets.map((bucket, i) => bucketView(deps, bucket, sums[i]!, usual[i] ?? null, at)),
          holes: holes
            .filter((hole) => hole.from < range.to && (hole.to ?? now) > range.from && names.has(hole.source))
            .map(({ source, from, to, reason, detail }) => ({
              source,
              from: iso(from),
              to: to === null ? null : iso(to),
              reason,
              detail,
            })),
          marks: journal
            .filter((entry) => concerns(entry, brand.id))
            .slice(-MAX_MARKS)
            .map(markView),
        }
      },
    )
  }
}

function readBuckets(params: z.output<typeof Query>, now: number, zone: string): { step: Step; buckets: Bucket[] } {
  const from = readTime(params.from, 'from', now, zone)
  const to = readTime(params.to, 'to', now, zone)
  if (from >= to) throw invalid('from', 'must be before to')
  const step = params.step ?? (to - from <= DAY ? '15m' : to - from <= 14 * DAY ? '1h' : '1d')
  if (step === '1m' && from < now - MINUTES_REACH) throw tooWide('step', '1m reaches back 47 hours; take 15m')
  try {
    return { step, buckets: bucketsInZone(from, to, step, zone, MAX_BUCKETS) }
  } catch {
    throw tooWide('step', `at most ${MAX_BUCKETS} buckets; take a coarser step or a shorter range`)
  }
}

/** Marks of other brands explain nothing here. */
function concerns(entry: JournalEntry, brand: string): boolean {
  return entry.kind !== 'brand' || entry.ref === brand
}

function markView({ at, kind, ref, text }: JournalEntry) {
  return { at: iso(at), kind, ref, text }
}
