import { type BrandHit, type BrandMatcher, compileBrands } from '@moodlight/brands'
import {
  fullText,
  handleKey,
  type LogPosition,
  type Mention,
  type Post,
  type PostMentions,
  type Sentiment,
  type Span,
} from '@moodlight/core'
import type { Detector } from '@moodlight/language'
import type { SentimentModel } from '@moodlight/sentiment'
import { TOKEN_VERSION, type Token, tokenize } from '@moodlight/text'
import type { BrandBook, Versions } from './brand-book.ts'

/** A matcher for the brands of a book. */
export function matcherOf(book: BrandBook, secret: string): BrandMatcher {
  return compileBrands(book.brands, { handleKey: (network, handle) => handleKey(secret, network, handle) })
}

const span = ({ start, end }: Span): Span => ({ start, end })
const sureSpans = (hit: BrandHit): Span[] => hit.matches.filter((match) => match.certainty === 'sure').map(span)
const overlaps = (a: Span, b: Span) => a.start < b.end && b.start < a.end

/** All that labelling needs: built once, used for many posts. */
export interface Labeller {
  readonly detector: Detector
  readonly sentiment: SentimentModel
  readonly matcher: BrandMatcher
  readonly versions: Versions
}

/** Language, brands and the sentiment towards each, for one post. Pure: the same post and settings give the same answer. */
export function labelPost(by: Labeller, post: Post, origin: LogPosition, enrichedAt: number): PostMentions {
  const text = fullText(post)
  const tokens = tokenize(text)
  const language = by.detector.detect(text, tokens, post.langHint)
  // A repost is no mention: it adds reach to its original, which is labelled itself.
  const hits = post.repostOf === null ? by.matcher.match(post, tokens, { language: language.code }) : []
  const mentions = hits.map((hit): Mention => {
    const { brand, certainty, addressed, voice } = hit
    const sentiment =
      certainty === 'sure' ? towards(by, hit, hits, { text, tokens, language: language.code }) : unsure(by)
    return { brand, certainty, addressed, matches: [...hit.matches], voice, sentiment }
  })
  return {
    type: 'mentions',
    v: 1,
    post,
    language,
    mentions,
    labelling: { ...by.versions, modelHash: by.sentiment.hash, tokenVersion: TOKEN_VERSION },
    origin,
    enrichedAt,
  }
}

function towards(
  { sentiment }: Labeller,
  hit: BrandHit,
  hits: readonly BrandHit[],
  words: { text: string; tokens: readonly Token[]; language: string },
): Sentiment {
  const target = sureSpans(hit)
  // A word that names two brands (parent and daughter) is about both.
  const others = hits
    .flatMap((other) => (other === hit ? [] : sureSpans(other)))
    .filter((other) => !target.some((own) => overlaps(own, other)))
  return sentiment.score({ ...words, target, others })
}

/** What waits in the queue has no label that could leak into a count; it gets one when it is made sure. */
function unsure({ sentiment }: Labeller): Sentiment {
  return { label: 'unscored', reason: 'unsure-match', origin: { by: 'model', model: 'none', hash: sentiment.hash } }
}
