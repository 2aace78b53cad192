import { MoodlightError } from '@moodlight/core'
import type { MentionFilter } from '@moodlight/ports'
import { encodeToken } from '@moodlight/text'
import { type LivePost, wellFormed } from '../documents/post-document.ts'
import { LABELS, readTold, type Told, VOICES } from '../documents/told.ts'

/** Words of `told` in one query; the server's own limit is 65,536 terms. */
const MAX_WORDS = 60_000

const NOTHING = { match_none: {} }

/** The conditions on posts that hold a mention that fits. @throws ML_QUERY_TOO_WIDE */
export function conditionsOf(filter: MentionFilter): object[] {
  const among = (field: string, list: readonly string[] | undefined) =>
    list ? [{ terms: { [field]: list.map(wellFormed) } }] : []
  return [
    { term: { kind: 'post' } },
    ...mentionCondition(filter),
    ...among('source', filter.sources),
    ...among('language', filter.languages),
    ...among('voter', filter.authors),
    ...among('site', filter.sites),
    ...among('story', filter.stories),
    ...rangeOf(filter),
    ...wordsOf(filter),
  ]
}

export function rangeOf({ from, to }: { readonly from?: number; readonly to?: number }): object[] {
  if (from === undefined && to === undefined) return []
  return [{ range: { at: { ...(from !== undefined && { gte: from }), ...(to !== undefined && { lt: to }) } } }]
}

/** One mention must have them all: its words are looked for as wholes. */
function mentionCondition(filter: MentionFilter): object[] {
  const { brands, labels, voices, certainty, intents } = filter
  if (!labels && !voices && !certainty && !intents)
    return [brands ? { terms: { brands } } : { exists: { field: 'brands' } }]
  const kinds = (labels ?? LABELS).flatMap((label) =>
    (voices ?? VOICES).flatMap((voice) =>
      (certainty ? [certainty === 'sure' ? 's' : 'u'] : ['s', 'u']).flatMap((sure) => {
        const kind = `${label}|${voice}|${sure}`
        return intents ? intents.map((intent) => `${kind}|${intent}`) : [kind]
      }),
    ),
  )
  const words = brands ? [...new Set(brands)].flatMap((brand) => kinds.map((kind) => `${brand}|${kind}`)) : kinds
  if (words.length > MAX_WORDS)
    throw new MoodlightError('ML_QUERY_TOO_WIDE', 'so many brands with labels, voices or intents at once are too many')
  return [{ terms: { [intents ? 'intents' : brands ? 'told' : 'kinds']: words } }]
}

function wordsOf({ words }: MentionFilter): object[] {
  return (words ?? [])
    .filter((phrase) => phrase.length > 0)
    .map((phrase) => {
      const tokens = phrase.map(encodeToken)
      // An empty token is in no text; a blank inside one would make two of it.
      if (tokens.some((token) => token === '' || /\s/u.test(token))) return NOTHING
      return { match_phrase: { stream: { query: tokens.join(' '), analyzer: 'whitespace' } } }
    })
}

/** Which mentions of a post that fits are meant, by their words. */
export function mentionFits(filter: MentionFilter): (post: LivePost, word: string) => boolean {
  const { brands, labels, voices, certainty, intents } = filter
  const among = <T>(list: readonly T[] | undefined, value: T) => !list || list.includes(value)
  return (post, word) => {
    const told: Told = readTold(word)
    return (
      among(brands, told.brand) &&
      among(labels, told.label) &&
      among(voices, told.voice) &&
      (certainty === undefined || (certainty === 'sure') === told.sure) &&
      (!intents || intents.some((intent) => post.intents.includes(`${word}|${intent}`)))
    )
  }
}
