import * as z from 'zod'
import { Iso, Meta } from './meta.ts'

export const Colour = z.enum(['green', 'red', 'mixed', 'grey'])

/** Why a colour is what it is: a stable code and its figures; the page turns it into words of its language. */
export const ColourReason = z.object({
  code: z.enum([
    'above-band',
    'below-band',
    'interval-holds-zero',
    'inside-band',
    'balanced',
    'too-few',
    'all-unscored',
    'mostly-unscored',
    'no-data',
    'not-watched',
    'stale',
  ]),
  /** For too-few: how many votes there are and how many are needed; for mostly-unscored: the same as shares of all votes. */
  have: z.number().optional(),
  need: z.number().optional(),
})

/** Net sentiment in [-1, 1] with its widened 95 % interval. */
export const Net = z.object({ value: z.number(), low: z.number(), high: z.number() })

export const LabelCounts = z.object({
  negative: z.number(),
  neutral: z.number(),
  positive: z.number(),
  unscored: z.number(),
})

/** The mood of one brand in one window. */
export const Mood = z.object({
  brand: z.string(),
  label: z.string(),
  window: z.object({ from: Iso, to: Iso, name: z.string() }),
  colour: Colour,
  reason: ColourReason,
  /** null when there is nothing to make it of. Corrected by the measured confusion of each language, or with its stated margin. */
  net: Net.nullable(),
  correction: z.enum(['measured', 'stated-margin', 'mixed', 'none']),
  /** All sure mentions of counted voices. */
  volume: LabelCounts.extend({ total: z.number() }),
  /** Each (author, story) once: what net and interval are made of. */
  votes: LabelCounts.extend({ total: z.number() }),
  stories: z.number(),
  authors: z.number(),
  /** Mentions of own accounts, staff, automated and advertising voices, kept out. */
  apart: z.number(),
  /** Against the brand's own history for these hours of the week; null until there is enough of it. */
  usual: z
    .object({
      /** The same hours of the week, or of the day where there are less than three weeks of history. */
      basis: z.enum(['hour-of-week', 'hour-of-day']),
      /** Earlier windows behind it. */
      samples: z.number(),
      /** Net to be expected and the range of usual windows. */
      net: Net.nullable(),
      /** Net now minus the usual one, in [-2, 2], with its 95 % interval: what `against` is decided by. */
      difference: Net.nullable(),
      volume: z.object({ value: z.number(), low: z.number(), high: z.number() }),
      /** Whole weeks of history it reaches back, at least 1. */
      weeks: z.number(),
      against: z.enum(['better', 'as-usual', 'worse', 'unknown']),
      volumeAgainst: z.enum(['more', 'as-usual', 'less', 'unknown']),
    })
    .nullable(),
  /** Share of the volume of this brand and its rivals; null without rivals. */
  shareOfVoice: z.number().nullable(),
  /** The story with most negative posts, in one line. */
  topNegative: z
    .object({ text: z.string(), mention: z.string(), posts: z.number(), authors: z.number(), lang: z.string() })
    .nullable(),
  /** Age of the newest data of the sources that feed it, and which of them are silent. */
  freshness: z.object({ newest: Iso.nullable(), stale: z.boolean(), silent: z.array(z.string()) }),
})

/** GET /api/v1/moods?brand=&window=24h|1h|7d|range&from=&to=&zone=&source=&language= (`range` with from and to) */
export const MoodsAnswer = Meta.extend({ moods: z.array(Mood) })

/** One bucket of a timeline. `state` says whether it is complete; a hole is a hole and never zero. */
export const TimelineBucket = z.object({
  from: Iso,
  to: Iso,
  state: z.enum(['complete', 'partial', 'hole', 'not-watched']),
  volume: LabelCounts.extend({ total: z.number() }),
  votes: LabelCounts.extend({ total: z.number() }),
  net: Net.nullable(),
  colour: Colour,
  usualVolume: z.number().nullable(),
})

export const Mark = z.object({ at: Iso, kind: z.string(), ref: z.string(), text: z.string() })

/** GET /api/v1/timeline?brand=&from=&to=&step=1m|15m|1h|1d&zone=&source=&language= */
export const TimelineAnswer = Meta.extend({
  brand: z.string(),
  buckets: z.array(TimelineBucket),
  holes: z.array(
    z.object({ source: z.string(), from: Iso, to: Iso.nullable(), reason: z.string(), detail: z.string() }),
  ),
  marks: z.array(Mark),
})

export const BrandInfo = z.object({
  id: z.string(),
  label: z.string(),
  color: z.string().nullable(),
  zone: z.string(),
  rivals: z.array(z.string()),
  names: z.array(z.string()),
  paused: z.boolean(),
})

/** GET /api/v1/brands */
export const BrandsAnswer = Meta.extend({ brands: z.array(BrandInfo), demo: z.boolean() })

export const StoryView = z.object({
  id: z.string(),
  posts: z.number(),
  authors: z.number(),
  labels: LabelCounts,
  first: z.string(),
  text: z.string(),
  lang: z.string(),
  from: Iso,
  lastAt: Iso,
})

/** GET /api/v1/stories?brand=&from=&to=&label=&limit= : what moved it. */
export const StoriesAnswer = Meta.extend({ stories: z.array(StoryView) })

/** GET /api/v1/sources: is every source heard? */
export const SourcesAnswer = Meta.extend({
  sources: z.array(
    z.object({
      source: z.string(),
      network: z.string(),
      kind: z.string(),
      state: z.string(),
      detail: z.string(),
      newest: Iso.nullable(),
      posts: z.number(),
    }),
  ),
})
