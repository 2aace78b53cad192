import { createHash } from 'node:crypto'
import { itemOf } from '@moodlight/connectors'
import { CATALOGUE, type DeadLetter, type ErrorCode, MoodlightError } from '@moodlight/core'
import { MAX_RAW_BYTES, storable } from '@moodlight/pipeline'
import type { SourceItem } from '@moodlight/ports'

/** The stage under which ingest stands in ledger and dead letters. */
export const STAGE = 'ingest'

/** As much of the text as fits a document: written as JSON a control character takes six bytes. */
function fitting(text: string): string {
  let kept = text
  while (Buffer.byteLength(JSON.stringify(kept)) > MAX_RAW_BYTES) kept = kept.slice(0, kept.length >> 1).toWellFormed()
  return kept
}

/** The dead letter of an item that never became a record. The same item of the same source has the same id. */
export function deadLetter(
  source: string,
  item: SourceItem,
  why: { code: ErrorCode; cause?: unknown },
  at: number,
): DeadLetter {
  const whole = storable(item.kind === 'bad' ? item.raw : JSON.stringify(item))
  const raw = fitting(whole)
  const told = item.kind === 'bad' ? item.message : why.cause instanceof MoodlightError ? why.cause.message : ''
  return {
    type: 'dead-letter',
    v: 1,
    id: createHash('sha256')
      .update(`${STAGE}\u0000${source}\u0000${why.code}\u0000${whole}`)
      .digest('hex')
      .slice(0, 32),
    stage: STAGE,
    code: why.code,
    message: storable(told === '' ? CATALOGUE[why.code].means : told).slice(0, 500),
    source,
    topic: null,
    position: null,
    key: item.kind === 'post' || item.kind === 'tombstone' ? storable(item.nativeId).slice(0, 512) : null,
    raw,
    at,
    redrivenAt: null,
  }
}

const KINDS: ReadonlySet<unknown> = new Set(['post', 'tombstone', 'author-purge', 'engagement', 'hole'])

/** What a dead letter of ingest is to be tried as again: the item, or what its raw text now reads as. */
export function itemOfDeadLetter(letter: DeadLetter, now: () => number): SourceItem {
  let value: unknown
  try {
    value = JSON.parse(letter.raw)
  } catch {
    return { kind: 'bad', code: letter.code, message: letter.message, raw: letter.raw }
  }
  if (typeof value === 'object' && value !== null && 'kind' in value && KINDS.has(value.kind) && 'network' in value)
    return value as SourceItem
  return itemOf(value, () => letter.raw, { now })
}
