import { fullText, type Mention, MOOD_VOICES, type PostMentions, packVersion } from '@moodlight/core'
import { encodeStream } from '@moodlight/text'
import { intentBits } from './intent-bits.ts'
import type { PersonLabel, PreparedMention, PreparedPost } from './prepared.ts'

/** Near-copies are told from chance only when there are enough tokens. */
export const MIN_NEAR_TOKENS = 8

/** Makes the row of one post: one JSON text, one search stream, and what is filtered and counted by. */
export function preparePost(event: PostMentions): PreparedPost {
  const { post, labelling, origin } = event
  const told = event.mentions.length > 0
  const author = post.author?.key ?? null
  return {
    t: 'post',
    id: post.id,
    generation: labelling.generation,
    version: packVersion(post.revision, labelling.enrichmentVersion),
    origin: `${origin.lane}:${origin.partition}:${origin.offset}`,
    at: post.at,
    heard: post.atFrom === 'seen',
    changedAt: event.enrichedAt,
    source: post.source,
    language: event.language.code,
    author,
    voter: author ?? (post.site !== null ? `s:${post.site}` : `p:${post.id}`),
    site: post.site,
    hash: told && post.tokens > 0 ? post.contentHash : null,
    sim: told && post.tokens >= MIN_NEAR_TOKENS ? post.similarity : null,
    repostOf: told ? null : post.repostOf,
    brands: uniqueBrands(event.mentions)
      .map((m) => m.brand)
      .join(','),
    modelHash: labelling.modelHash,
    enrichmentVersion: labelling.enrichmentVersion,
    json: JSON.stringify(event),
    stream: told ? streamOf(post) : null,
    mentions: uniqueBrands(event.mentions).map(prepareMention),
    persons: event.mentions.flatMap(personLabel),
  }
}

/** What full text indexes of a post. */
export function streamOf(post: PostMentions['post']): string {
  return encodeStream(fullText(post))
}

/** One mention a brand: a second one of the same brand would count its post twice. */
function uniqueBrands(mentions: readonly Mention[]): readonly Mention[] {
  if (mentions.length < 2) return mentions
  const seen = new Set<string>()
  return mentions.filter((m) => !seen.has(m.brand) && seen.add(m.brand))
}

function prepareMention(mention: Mention): PreparedMention {
  const { sentiment } = mention
  return {
    brand: mention.brand,
    sure: mention.certainty === 'sure' ? 1 : 0,
    label: sentiment.label,
    voice: mention.voice,
    counted: MOOD_VOICES.includes(mention.voice) ? 1 : 0,
    reason: sentiment.label === 'unscored' ? sentiment.reason : null,
    intents: intentBits(mention.intents.map((intent) => intent.kind)),
  }
}

function personLabel({ brand, sentiment }: Mention): PersonLabel[] {
  if (sentiment.origin.by !== 'person') return []
  return [{ brand, at: sentiment.origin.at, sentiment: JSON.stringify(sentiment) }]
}
