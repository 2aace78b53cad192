import { createHash } from 'node:crypto'
import type { Brand, LanguageVerdict, Mention, Post } from '@moodlight/core'
import { createIntent } from '@moodlight/intent'
import { createDetector } from '@moodlight/language'
import { createSentiment } from '@moodlight/sentiment'
import { labelPost, matcherOf } from '@moodlight/stages'
import { tokenize } from '@moodlight/text'

export interface Analysis {
  readonly language: LanguageVerdict
  readonly mentions: readonly Mention[]
  /** Places where a name stands and is not taken, with the reason. */
  readonly refused: readonly { brand: string; start: number; end: number; why: string }[]
}

export interface AnalyseOptions {
  readonly brands: readonly Brand[]
  readonly authorSecret: string
  readonly hints: readonly string[]
}

/** Reads one text as the pipeline would read it, and says also what was refused. */
export function analyse(text: string, options: AnalyseOptions): Analysis {
  const book = { brands: options.brands, versions: { generation: 1, enrichmentVersion: 1, settingsVersion: 0 } }
  const matcher = matcherOf(book, options.authorSecret)
  const post = asPost(text, options.hints)
  const models = { detector: createDetector(), sentiment: createSentiment(), intent: createIntent() }
  const labeller = { ...models, matcher, versions: book.versions }
  const labelled = labelPost(labeller, post, { lane: 'background', partition: 0, offset: 0 }, 0)
  const refused = matcher.explain(post, tokenize(text)).filter((c) => c.verdict === 'refused')
  return {
    language: labelled.language,
    mentions: labelled.mentions,
    refused: refused.map(({ brand, start, end, why }) => ({ brand, start, end, why })),
  }
}

function asPost(text: string, langHint: readonly string[]): Post {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return {
    type: 'post',
    v: 1,
    id: 'analyze:1',
    network: 'analyze',
    source: 'analyze',
    sourceKind: 'other',
    nativeId: '1',
    revision: 0,
    url: null,
    canonicalUrl: null,
    site: null,
    author: null,
    title: null,
    text,
    truncated: false,
    langHint: [...langHint],
    at: 0,
    atFrom: 'seen',
    seenAt: 0,
    editedAt: null,
    replyTo: null,
    replyToAuthor: null,
    repostOf: null,
    quoteOf: null,
    thread: null,
    engagement: { likes: null, reposts: null, replies: null, views: null },
    media: [],
    contentHash: hash,
    similarity: hash,
    tokens: 0,
    lane: 'background',
  }
}
