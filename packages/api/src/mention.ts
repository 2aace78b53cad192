import * as z from 'zod'
import { Iso, Meta, Versions } from './meta.ts'

const SpanView = z.object({ start: z.int(), end: z.int() })

export const SentimentView = z.object({
  label: z.enum(['negative', 'neutral', 'positive', 'unscored']),
  /** Only for unscored. */
  reason: z.string().nullable(),
  probabilities: z.object({ negative: z.number(), neutral: z.number(), positive: z.number() }).nullable(),
  confident: z.boolean(),
  scope: z.enum(['target', 'text']).nullable(),
  /** Offsets into `text`; weight above zero speaks for the brand, below zero against it. */
  evidence: z.array(SpanView.extend({ weight: z.number() })),
  origin: z.object({ by: z.enum(['model', 'person']), name: z.string(), hash: z.string().nullable() }),
})

export const IntentView = z.object({
  kind: z.enum(['asks', 'considers', 'complains', 'praises', 'suggests', 'leaves', 'fault', 'fraud', 'advertises']),
  confidence: z.number(),
  /** Offsets into `text`. */
  evidence: z.array(SpanView),
})

/** One mention as analysts and the page see it. `text` is the full text (title, line break, text); all offsets refer to it, in UTF-16 units. */
export const MentionView = z.object({
  id: z.string(),
  brand: z.string(),
  post: z.string(),
  network: z.string(),
  source: z.string(),
  url: z.string().nullable(),
  site: z.string().nullable(),
  title: z.string().nullable(),
  text: z.string(),
  lang: z.string(),
  dir: z.enum(['ltr', 'rtl']),
  at: Iso,
  seenAt: Iso,
  editedAt: Iso.nullable(),
  author: z
    .object({
      key: z.string(),
      handle: z.string().nullable(),
      name: z.string().nullable(),
      followers: z.int().nullable(),
    })
    .nullable(),
  voice: z.enum(['public', 'press', 'own', 'staff', 'automated', 'advertising']),
  certainty: z.enum(['sure', 'unsure']),
  addressed: z.boolean(),
  matches: z.array(SpanView.extend({ name: z.string(), kind: z.string(), certainty: z.string(), why: z.string() })),
  sentiment: SentimentView,
  /** What the post is after, towards this brand; often empty. */
  intents: z.array(IntentView),
  /** Every brand in this post, so that the feed can show a coloured chip for each. */
  brands: z.array(
    z.object({
      brand: z.string(),
      label: z.enum(['negative', 'neutral', 'positive', 'unscored']),
      certainty: z.enum(['sure', 'unsure']),
    }),
  ),
  replyTo: z.string().nullable(),
  story: z.object({ id: z.string(), posts: z.int(), authors: z.int() }),
  reposts: z.int(),
  engagement: z.object({
    likes: z.int().nullable(),
    reposts: z.int().nullable(),
    replies: z.int().nullable(),
    views: z.int().nullable(),
  }),
  labelling: z.object({
    generation: z.int(),
    enrichmentVersion: z.int(),
    settingsVersion: z.int(),
    modelHash: z.string(),
    tokenVersion: z.int(),
  }),
})

/** GET /api/v1/mentions?brand=&source=&language=&label=&intent=&voice=&author=&site=&story=&certainty=&from=&to=&words=&order=&limit=&cursor= */
export const MentionsAnswer = Meta.extend({ mentions: z.array(MentionView), next: z.string().nullable() })

/** GET /api/v1/mentions/:id */
export const MentionAnswer = Meta.extend({ mention: MentionView })

/**
 * GET /api/v1/live (text/event-stream). Event names and their data:
 * `mention` MentionView · `retract` {post} (deleted, or no longer about a watched brand) · `mood` Mood[] (those that changed, at most once a second)
 * · `gap` {} (records were missed: load again) · `hello` {versions}. Comment lines are heartbeats.
 * `id:` is opaque and may be sent back as Last-Event-ID.
 */
export const RetractEvent = z.object({
  post: z.string(),
  /** Only the mentions of these brands (an edit dropped them); null: everything of the post. */
  brands: z.array(z.string()).nullable(),
})

/** First event of a live connection. */
export const HelloEvent = z.object({ asOf: Iso, versions: Versions, demo: z.boolean() })

/** GET /api/v1/changes?after=&limit= : everything that changed in the store, numbered; `next` is the `after` of the next call. */
export const ChangesAnswer = Meta.extend({
  changes: z.array(z.object({ n: z.int(), at: Iso, kind: z.string(), ref: z.string() })),
  next: z.int(),
})
