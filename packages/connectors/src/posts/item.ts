import { type ErrorCode, MoodlightError } from '@moodlight/core'
import type { SourceItem } from '@moodlight/ports'
import { type Fields, identifier, isFields, pick, time } from './fields.ts'
import { NAMES } from './names.ts'
import { engagementOf, networkOf, postOf } from './post-item.ts'

/** What the reading of an item may need besides the item. */
export interface ItemContext {
  /** Now, for deletions and counts that say no time of their own. */
  now(): number
}

/**
 * One item of our post format: a post, `{"delete": id}`, `{"purgeAuthor": id}` or `{"engagement": {"id": …, "likes": …}}`.
 * Anything else becomes a `bad` item with the raw text; nothing throws.
 */
export function itemOf(value: unknown, raw: () => string, context: ItemContext): SourceItem {
  try {
    if (!isFields(value)) return bad('ML_EVENT_INVALID', 'an item must be a JSON object', raw())
    return (
      deletion(value, context) ??
      purge(value, context) ??
      counts(value, context) ??
      postOf(value) ??
      bad('ML_EVENT_INVALID', 'has neither text nor title, and is no deletion, purge or engagement', raw())
    )
  } catch (error) {
    const code = error instanceof MoodlightError ? error.code : 'ML_EVENT_INVALID'
    return bad(code, error instanceof Error ? error.message : String(error), raw())
  }
}

/** The most of a broken record that is kept for a dead letter, in UTF-16 units (the port says 1 MiB). */
const MAX_RAW = 256 * 1024

export function bad(code: ErrorCode, message: string, raw: string): SourceItem {
  return { kind: 'bad', code, message: message.slice(0, 500), raw: raw.slice(0, MAX_RAW).toWellFormed() }
}

function deletion(fields: Fields, context: ItemContext): SourceItem | null {
  const what = pick(fields, ['delete', 'deleted_id', 'tombstone'])
  if (what === undefined || typeof what === 'boolean') return null
  const inner = isFields(what) ? what : { id: what }
  const nativeId = identifier(pick(inner, NAMES.id))
  if (nativeId === null) throw new MoodlightError('ML_EVENT_INVALID', '`delete` names no id')
  return {
    kind: 'tombstone',
    nativeId,
    network: networkOf(inner) ?? networkOf(fields),
    at: time(pick(inner, ['at', 'deletedAt'])) ?? time(pick(fields, ['at', 'deletedAt'])) ?? context.now(),
  }
}

function purge(fields: Fields, context: ItemContext): SourceItem | null {
  const what = pick(fields, ['purgeAuthor', 'purge_author'])
  if (what === undefined) return null
  const inner = isFields(what) ? what : { id: what }
  const authorId = identifier(pick(inner, NAMES.authorInnerId))
  if (authorId === null) throw new MoodlightError('ML_EVENT_INVALID', '`purgeAuthor` names no author')
  const at = time(pick(inner, ['at'])) ?? time(pick(fields, ['at'])) ?? context.now()
  const until = time(pick(inner, ['until'])) ?? time(pick(fields, ['until'])) ?? at
  return { kind: 'author-purge', authorId, network: networkOf(inner) ?? networkOf(fields), until, at }
}

/** Counts alone: an object `engagement` and nothing that could be a post. */
function counts(fields: Fields, context: ItemContext): SourceItem | null {
  const inner = pick(fields, ['engagement'])
  if (!isFields(inner) || pick(fields, [...NAMES.text, ...NAMES.title, ...NAMES.repostOf]) !== undefined) return null
  const nativeId = identifier(pick(inner, NAMES.id)) ?? identifier(pick(fields, NAMES.id))
  const found = engagementOf(fields)
  if (nativeId === null || found === null)
    throw new MoodlightError('ML_EVENT_INVALID', '`engagement` needs an id and at least one count')
  const at = time(pick(inner, ['at'])) ?? time(pick(fields, ['at'])) ?? context.now()
  return { kind: 'engagement', nativeId, network: networkOf(inner) ?? networkOf(fields), at, counts: found }
}
