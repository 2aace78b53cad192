import { fullText } from '@moodlight/core'
import type { MentionFilter, Phrase, StoredMention } from '@moodlight/ports'
import { searchTokens } from '@moodlight/text'

/** One arriving mention, as far as live filters look at it; its tokens are made once, and only when a filter has words. */
export interface Arriving {
  readonly stored: StoredMention
  tokens: readonly string[] | null
}

/** The same decision as the store's for the same filter; times and stories are not looked at in the live feed. */
export function matches(filter: MentionFilter, arriving: Arriving): boolean {
  const { post, mention, language } = arriving.stored
  return (
    one(filter.brands, mention.brand) &&
    one(filter.sources, post.source) &&
    one(filter.languages, language.code) &&
    one(filter.labels, mention.sentiment.label) &&
    (!filter.intents || mention.intents.some(({ kind }) => filter.intents?.includes(kind))) &&
    one(filter.voices, mention.voice) &&
    (!filter.authors || (post.author !== null && filter.authors.includes(post.author.key))) &&
    (!filter.sites || (post.site !== null && filter.sites.includes(post.site))) &&
    (!filter.certainty || filter.certainty === mention.certainty) &&
    (!filter.words || holdsAll(filter.words, arriving))
  )
}

function one<T>(allowed: readonly T[] | undefined, value: T): boolean {
  return !allowed || allowed.includes(value)
}

function holdsAll(phrases: readonly Phrase[], arriving: Arriving): boolean {
  arriving.tokens ??= searchTokens(fullText(arriving.stored.post))
  const tokens = arriving.tokens
  return phrases.every((phrase) => holds(phrase, tokens))
}

function holds(phrase: Phrase, tokens: readonly string[]): boolean {
  for (let i = tokens.indexOf(phrase[0]!); i >= 0; i = tokens.indexOf(phrase[0]!, i + 1))
    if (phrase.every((token, k) => tokens[i + k] === token)) return true
  return false
}
