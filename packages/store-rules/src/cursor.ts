import { createHash } from 'node:crypto'
import { MoodlightError } from '@moodlight/core'

/** Where a page ended, and the newest change that was there at the first page. */
export interface Cursor {
  readonly at: number
  readonly id: string
  /** Posts that came after this change are not part of the pages. */
  readonly bound: number
}

/** Opaque text: the place and a hash of the query, so that a cursor is good for its own query only. */
export function writeCursor(query: unknown, { at, id, bound }: Cursor): string {
  return Buffer.from(JSON.stringify([1, hashOf(query), bound, at, id])).toString('base64url')
}

/** @throws ML_QUERY_CURSOR when the text is none of ours or belongs to another query. */
export function readCursor(query: unknown, text: string): Cursor {
  const parts = parse(text)
  const [v, hash, bound, at, id] = parts
  if (v !== 1 || !isWhole(bound) || !isWhole(at) || typeof id !== 'string')
    throw new MoodlightError('ML_QUERY_CURSOR', 'the cursor cannot be read')
  if (hash !== hashOf(query)) throw new MoodlightError('ML_QUERY_CURSOR', 'the cursor belongs to another query')
  return { at, id, bound }
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function parse(text: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}

function hashOf(query: unknown): string {
  const sorted = JSON.stringify(query, (_key, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
  return createHash('sha256').update(sorted).digest('base64url').slice(0, 12)
}
