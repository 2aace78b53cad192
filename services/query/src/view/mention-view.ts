import type { MentionView as MentionViewSchema } from '@moodlight/api'
import { fullText, type Mention, type Sentiment, type Span } from '@moodlight/core'
import type { StoredMention } from '@moodlight/ports'
import type * as z from 'zod'
import { iso } from '../meta.ts'
import { direction } from './direction.ts'

export type MentionView = z.infer<typeof MentionViewSchema>
export type BrandChip = MentionView['brands'][number]

/** A stored mention as analysts and the page see it. */
export function mentionView(stored: StoredMention): MentionView {
  const { post, mention, siblings, language, labelling } = stored
  const text = fullText(post)
  return {
    id: stored.id,
    brand: mention.brand,
    post: post.id,
    network: post.network,
    source: post.source,
    url: post.url ?? post.canonicalUrl,
    site: post.site,
    title: post.title,
    text,
    lang: language.code,
    dir: direction(language.code, text),
    at: iso(post.at),
    seenAt: iso(post.seenAt),
    editedAt: post.editedAt === null ? null : iso(post.editedAt),
    author: post.author && {
      key: post.author.key,
      handle: stored.author?.handle ?? null,
      name: stored.author?.name ?? null,
      followers: stored.author?.followers ?? post.author.followers,
    },
    voice: mention.voice,
    certainty: mention.certainty,
    addressed: mention.addressed,
    matches: mention.matches.map(({ name, kind, certainty, why, ...span }) => ({
      ...clamp(span, text.length),
      name,
      kind,
      certainty,
      why,
    })),
    sentiment: sentimentView(mention.sentiment, text.length),
    intents: mention.intents.map(({ kind, confidence, evidence }) => ({
      kind,
      confidence,
      evidence: evidence.map((span) => clamp(span, text.length)),
    })),
    brands: chips(siblings),
    replyTo: post.replyTo,
    story: stored.story,
    reposts: stored.reposts,
    engagement: post.engagement,
    labelling,
  }
}

function chips(mentions: readonly Mention[]): BrandChip[] {
  return mentions.map((m) => ({ brand: m.brand, label: m.sentiment.label, certainty: m.certainty }))
}

function sentimentView(sentiment: Sentiment, length: number): MentionView['sentiment'] {
  const { origin } = sentiment
  const who =
    origin.by === 'model'
      ? { by: origin.by, name: origin.model, hash: origin.hash }
      : { by: origin.by, name: origin.who, hash: null }
  if (sentiment.label === 'unscored')
    return {
      label: 'unscored',
      reason: sentiment.reason,
      probabilities: null,
      confident: false,
      scope: null,
      evidence: [],
      origin: who,
    }
  return {
    label: sentiment.label,
    reason: null,
    probabilities: sentiment.probabilities,
    confident: sentiment.confident,
    scope: sentiment.scope,
    evidence: sentiment.evidence.map(({ weight, ...span }) => ({ ...clamp(span, length), weight })),
    origin: who,
  }
}

/** Offsets never leave the text, whatever an older analyser wrote. */
function clamp(span: Span, length: number): Span {
  const start = Math.min(Math.max(0, span.start), length)
  return { start, end: Math.min(Math.max(start, span.end), length) }
}
