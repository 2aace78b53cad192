import { type BrandHit, type BrandMatcher, compileBrands, compileFilter } from '@moodlight/brands'
import {
  fullText,
  handleKey,
  type LogPosition,
  type Mention,
  type Post,
  type PostMentions,
  type Span,
} from '@moodlight/core'
import type { IntentModel } from '@moodlight/intent'
import type { Detector } from '@moodlight/language'
import type { SentimentModel } from '@moodlight/sentiment'
import { TOKEN_VERSION, type Token, tokenize } from '@moodlight/text'
import type { BrandBook, Versions } from './brand-book.ts'

/** A matcher for the brands of a book. */
export function matcherOf(book: BrandBook, secret: string): BrandMatcher {
  return compileBrands(book.brands, { handleKey: (network, handle) => handleKey(secret, network, handle) })
}

/** Whether a text may name a brand of a book: all that ingest asks, and made much faster than a matcher. */
export function filterOf(book: BrandBook): Pick<BrandMatcher, 'named'> {
  return compileFilter(book.brands)
}

const span = ({ start, end }: Span): Span => ({ start, end })
const sureSpans = (hit: BrandHit): Span[] => hit.matches.filter((match) => match.certainty === 'sure').map(span)
const overlaps = (a: Span, b: Span) => a.start < b.end && b.start < a.end

/** All that labelling needs: built once, used for many posts. */
export interface Labeller {
  readonly detector: Detector
  readonly sentiment: SentimentModel
  readonly intent: IntentModel
  readonly matcher: BrandMatcher
  readonly versions: Versions
}

/** One hash over all models that take part. */
export function modelHash({ sentiment, intent }: Pick<Labeller, 'sentiment' | 'intent'>): string {
  return `${sentiment.hash}-${intent.hash}`
}

/** Language, brands, and for each brand sentiment and intents, for one post. Pure: the same post and settings give the same answer. */
export function labelPost(by: Labeller, post: Post, origin: LogPosition, enrichedAt: number): PostMentions {
  const text = fullText(post)
  const tokens = tokenize(text)
  const language = by.detector.detect(text, tokens, post.langHint)
  // A repost is no mention: it adds reach to its original, which is labelled itself.
  const hits = post.repostOf === null ? by.matcher.match(post, tokens, { language: language.code }) : []
  const mentions = hits.map((hit): Mention => {
    const { brand, certainty, addressed, voice } = hit
    const judged = certainty === 'sure' ? towards(by, hit, hits, { text, tokens, language: language.code }) : unsure(by)
    return { brand, certainty, addressed, matches: [...hit.matches], voice, ...judged }
  })
  return {
    type: 'mentions',
    v: 1,
    post,
    language,
    mentions,
    labelling: { ...by.versions, modelHash: modelHash(by), tokenVersion: TOKEN_VERSION },
    origin,
    enrichedAt,
  }
}

function towards(
  { sentiment, intent }: Labeller,
  hit: BrandHit,
  hits: readonly BrandHit[],
  words: { text: string; tokens: readonly Token[]; language: string },
): Pick<Mention, 'sentiment' | 'intents'> {
  const target = sureSpans(hit)
  // A word that names two brands (parent and daughter) is about both.
  const others = hits
    .flatMap((other) => (other === hit ? [] : sureSpans(other)))
    .filter((other) => !target.some((own) => overlaps(own, other)))
  const input = { ...words, target, others }
  return { sentiment: sentiment.score(input), intents: intent.find(input) }
}

/** What waits in the queue has no label that could leak into a count; it gets one when it is made sure. */
function unsure({ sentiment }: Labeller): Pick<Mention, 'sentiment' | 'intents'> {
  const origin = { by: 'model', model: 'none', hash: sentiment.hash } as const
  return { sentiment: { label: 'unscored', reason: 'unsure-match', origin }, intents: [] }
}
