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

const MAX_MENTIONS = 256
const MAX_MATCHES = 64

/** A matcher for the brands of a book; paused brands stay in the book and are not looked for. */
export function matcherOf(book: BrandBook, secret: string): BrandMatcher {
  return compileBrands(
    book.brands.filter((brand) => !brand.paused),
    { handleKey: (network, handle) => handleKey(secret, network, handle) },
  )
}

const span = ({ start, end }: Span): Span => ({ start, end })
const sureSpans = (hit: BrandHit): Span[] => hit.matches.filter((match) => match.certainty === 'sure').map(span)
const overlaps = (a: Span, b: Span) => a.start < b.end && b.start < a.end

export interface Analysers {
  readonly detector: Detector
  readonly sentiment: SentimentModel
}

/** Language, brands and the sentiment towards each, for one post. Pure: the same post and settings give the same answer. */
export class PostLabeller {
  readonly #analysers: Analysers
  readonly #matcher: BrandMatcher
  readonly #versions: Versions

  constructor(analysers: Analysers, matcher: BrandMatcher, versions: Versions) {
    this.#analysers = analysers
    this.#matcher = matcher
    this.#versions = versions
  }

  label(post: Post, origin: LogPosition, enrichedAt: number): PostMentions {
    const { detector, sentiment } = this.#analysers
    const text = fullText(post)
    const tokens = tokenize(text)
    const language = detector.detect(text, tokens, post.langHint)
    // A repost is no mention: it adds reach to its original, which is labelled itself.
    const hits = post.repostOf === null ? this.#matcher.match(post, tokens).slice(0, MAX_MENTIONS) : []
    const mentions = hits.map((hit) => this.#mention(hit, hits, text, tokens, language.code))
    return {
      type: 'mentions',
      v: 1,
      post,
      language,
      mentions,
      labelling: { ...this.#versions, modelHash: sentiment.hash, tokenVersion: TOKEN_VERSION },
      origin,
      enrichedAt,
    }
  }

  #mention(
    hit: BrandHit,
    hits: readonly BrandHit[],
    text: string,
    tokens: readonly Token[],
    language: string,
  ): Mention {
    const { brand, certainty, addressed, voice } = hit
    const sentiment = certainty === 'sure' ? this.#towards(hit, hits, text, tokens, language) : this.#unsure()
    return { brand, certainty, addressed, matches: hit.matches.slice(0, MAX_MATCHES), voice, sentiment }
  }

  #towards(
    hit: BrandHit,
    hits: readonly BrandHit[],
    text: string,
    tokens: readonly Token[],
    language: string,
  ): Sentiment {
    const target = sureSpans(hit)
    // A word that names two brands (parent and daughter) is about both.
    const others = hits
      .flatMap((other) => (other === hit ? [] : sureSpans(other)))
      .filter((other) => !target.some((own) => overlaps(own, other)))
    return this.#analysers.sentiment.score({ text, tokens, language, target, others })
  }

  /** What waits in the queue has no label that could leak into a count; it gets one when it is made sure. */
  #unsure(): Sentiment {
    const { hash } = this.#analysers.sentiment
    return { label: 'unscored', reason: 'unsure-match', origin: { by: 'model', model: 'none', hash } }
  }
}
