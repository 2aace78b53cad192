import { fullText, languageCode, type Post, postId } from '@moodlight/core'
import type { PostDraft } from '@moodlight/ports'
import { contentHash, similarity, tokenize } from '@moodlight/text'
import type { Authors } from './authors.ts'
import { linkOf, webAddress } from './canonical-url.ts'
import { cleanField, cleanText } from './clean-text.ts'
import { engagementOf } from './counts.ts'
import { plausible, postTime } from './post-time.ts'
import { revisionOf } from './revision.ts'
import type { Incoming } from './source-facts.ts'

const MAX_MEDIA = 32
const MAX_HINTS = 8

/** The text of a draft as it will be kept: all that the ingest filter needs, so that what it drops costs no more. */
export interface Words {
  readonly title: string | null
  readonly text: string
  readonly truncated: boolean
}

export function wordsOf(draft: PostDraft): Words {
  const title = draft.title === null ? null : cleanText(draft.title)
  const text = cleanText(draft.text)
  return {
    title: title?.text || null,
    text: text.text,
    truncated: text.truncated || title?.truncated === true,
  }
}

/** The same language once each, in ISO 639-3. */
function hintsOf(hints: readonly string[]): string[] {
  if (hints.length === 0) return []
  const codes = hints.slice(0, 4 * MAX_HINTS).flatMap((hint) => languageCode(String(hint)) ?? [])
  return [...new Set(codes)].slice(0, MAX_HINTS)
}

function mediaOf(media: PostDraft['media']): Post['media'] {
  return media.slice(0, MAX_MEDIA).map(({ type, url, alt }) => ({
    type,
    url: webAddress(url),
    alt: cleanField(alt, 4096),
  }))
}

/** Makes the post of a draft that is kept. */
export function postOf(incoming: Incoming<PostDraft>, words: Words, authors: Authors, now: number): Post {
  const { item: draft, facts, lane } = incoming
  const network = draft.network ?? facts.network
  const ref = (id: string | null) => (id ? postId(network, id.toWellFormed()) : null)
  const tokens = tokenize(fullText(words))
  const nativeId = draft.nativeId.toWellFormed()
  return {
    type: 'post',
    v: 1,
    id: postId(network, nativeId),
    network,
    source: facts.source,
    sourceKind: facts.sourceKind,
    nativeId,
    revision: revisionOf(draft),
    ...linkOf(draft.url),
    author: draft.author && authors.postAuthor(network, draft.author),
    ...words,
    langHint: hintsOf(draft.langHint),
    ...postTime(draft.createdAt, now),
    seenAt: now,
    editedAt: plausible(draft.editedAt, now),
    replyTo: ref(draft.replyTo),
    replyToAuthor: draft.replyToAuthor ? authors.key(network, draft.replyToAuthor) : null,
    repostOf: ref(draft.repostOf),
    quoteOf: ref(draft.quoteOf),
    thread: ref(draft.thread),
    engagement: engagementOf(draft.engagement),
    media: mediaOf(draft.media),
    contentHash: contentHash(tokens),
    similarity: similarity(tokens),
    tokens: tokens.length,
    lane,
  }
}
