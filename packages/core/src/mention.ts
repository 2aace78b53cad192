import * as z from 'zod'
import { PASSING } from './events.ts'
import { Slug } from './ids.ts'
import { LanguageCode } from './language-code.ts'
import { Lane, Post } from './post.ts'
import { Millis } from './time.ts'
import { EnrichmentVersion } from './version.ts'

/** UTF-16 units [start, end) of fullText(post). */
export const Span = z.object({ start: z.int().min(0), end: z.int().min(0) })
export type Span = z.infer<typeof Span>

export const Certainty = z.enum(['sure', 'unsure'])

/** Where a brand stands in a text. */
export const Match = Span.extend({
  /** The spelling of the brand that matched, as configured. */
  name: z.string().max(200),
  kind: z.enum(['name', 'handle', 'hashtag', 'compound']),
  certainty: Certainty,
  /** Why it is sure or unsure: a stable code such as `plain`, `context:bank`, `no-context`. */
  why: z.string().max(240),
})
export type Match = z.infer<typeof Match>

export const Label = z.enum(['negative', 'neutral', 'positive'])
export type Label = z.infer<typeof Label>

export const UnscoredReason = z.enum([
  'unknown-language',
  'uncovered-language',
  'no-words',
  'too-little-evidence',
  'too-long',
  'unsure-match',
])
export type UnscoredReason = z.infer<typeof UnscoredReason>

/** A span that made the label, with its signed weight: above zero speaks for the brand, below zero against it. */
export const EvidenceSpan = Span.extend({ weight: z.number() })
export type EvidenceSpan = z.infer<typeof EvidenceSpan>

/** Who gave the label. A person's label is never overwritten by a machine. */
export const LabelOrigin = z.discriminatedUnion('by', [
  z.object({ by: z.literal('model'), model: z.string().max(64), hash: z.string().max(64) }),
  z.object({ by: z.literal('person'), who: z.string().max(100), at: Millis }),
])

const Probability = z.number().min(0).max(1)
export const Probabilities = z.object({ negative: Probability, neutral: Probability, positive: Probability })
export type Probabilities = z.infer<typeof Probabilities>

/** Sentiment towards one brand: a label with calibrated probabilities, or `unscored` with a reason; never a guess. */
export const Sentiment = z.discriminatedUnion('label', [
  z.object({
    label: Label,
    probabilities: Probabilities,
    /** false when the confidence is below the published threshold. */
    confident: z.boolean(),
    /** What was judged: the part of the text about this brand, or the whole text. */
    scope: z.enum(['target', 'text']),
    evidence: z.array(EvidenceSpan).max(24),
    origin: LabelOrigin,
  }),
  z.object({ label: z.literal('unscored'), reason: UnscoredReason, origin: LabelOrigin }),
])
export type Sentiment = z.infer<typeof Sentiment>

/** What a post is after, as far as its words say so. */
export const IntentKind = z.enum([
  'asks',
  'considers',
  'complains',
  'praises',
  'suggests',
  'leaves',
  'fault',
  'fraud',
  'advertises',
])
export type IntentKind = z.infer<typeof IntentKind>

/** One intent towards a brand, with the words that showed it. */
export const Intent = z.object({
  kind: IntentKind,
  /** How clear the words are, rising to 1. An order, no calibrated probability: how often labels are right is published per kind. */
  confidence: Probability,
  evidence: z.array(Span).min(1).max(8),
})
export type Intent = z.infer<typeof Intent>

export const Voice = z.enum(['public', 'press', 'own', 'staff', 'automated', 'advertising'])
export type Voice = z.infer<typeof Voice>
/** The voices that count in the mood. */
export const MOOD_VOICES: readonly Voice[] = ['public', 'press']

/** One post × one brand. */
export const Mention = z.object({
  brand: Slug,
  /** `sure` when at least one match is; an unsure mention waits in a queue, neither counted nor coloured. */
  certainty: Certainty,
  /** The brand's handle stands at the head of a reply: spoken to, not named. */
  addressed: z.boolean(),
  matches: z.array(Match).min(1).max(64),
  voice: Voice,
  sentiment: Sentiment,
  /** Several, or none; one per kind. Records from before intents have none. */
  intents: z.array(Intent).max(9).default([]),
})
export type Mention = z.infer<typeof Mention>

/** How the language of the post was found. */
export const LanguageVerdict = z.object({
  code: LanguageCode,
  confidence: Probability,
  by: z.enum(['script', 'hint', 'statistics', 'none']),
})
export type LanguageVerdict = z.infer<typeof LanguageVerdict>

/** A place in a topic. Offsets rise within (lane, partition). */
export const LogPosition = z.object({ lane: Lane, partition: z.int().min(0), offset: z.int().min(0) })
export type LogPosition = z.infer<typeof LogPosition>

/** The versions under which a post was labelled. */
export const Labelling = z.object({
  generation: z.int().min(1),
  enrichmentVersion: EnrichmentVersion,
  settingsVersion: z.int().min(0),
  /** Hash over all models that took part. */
  modelHash: z.string().max(64),
  /** Version of the shared tokeniser, see the package `text`. */
  tokenVersion: z.int().min(1),
})
export type Labelling = z.infer<typeof Labelling>

/** One revision of one post with the complete list of its mentions, possibly empty: it replaces all that the former said. */
export const PostMentions = z.object({
  type: z.literal('mentions'),
  v: z.literal(1),
  post: Post,
  language: LanguageVerdict,
  mentions: z.array(Mention).max(256),
  labelling: Labelling,
  /** Where the post stands in `posts`: redelivery is told from a true duplicate by it. */
  origin: LogPosition,
  enrichedAt: Millis,
})
export type PostMentions = z.infer<typeof PostMentions>

/** Everything that may stand in the topic `mentions`. */
export const MentionsRecord = z.discriminatedUnion('type', [PostMentions, ...PASSING])
export type MentionsRecord = z.infer<typeof MentionsRecord>
