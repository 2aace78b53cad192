import { createHash } from 'node:crypto'
import { MoodlightError } from '@moodlight/core'
import * as z from 'zod'

/** What a cursor of ours holds: which query it belongs to, its times as first read (`-24h` must not move on), and the store's own. */
const Inside = z.strictObject({
  q: z.string().length(12),
  f: z.int().nullable(),
  t: z.int().nullable(),
  c: z.string().max(4000),
})

export const CursorText = z.string().min(1).max(8000)

/** A short hash of the query that a cursor may be used with. */
export function fingerprint(query: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 12)
}

export function writeCursor(query: string, range: { from?: number; to?: number }, cursor: string): string {
  const inside = { q: query, f: range.from ?? null, t: range.to ?? null, c: cursor }
  return Buffer.from(JSON.stringify(inside)).toString('base64url')
}

/** @throws ML_QUERY_CURSOR when it is none of ours or belongs to another query */
export function readCursor(query: string, text: string) {
  let inside: z.infer<typeof Inside> | null = null
  try {
    inside = Inside.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    // told below, in the same words as for a cursor of another query
  }
  if (inside?.q !== query)
    throw new MoodlightError('ML_QUERY_CURSOR', 'cursor: not one of ours, or it belongs to another query')
  return {
    cursor: inside.c,
    range: { ...(inside.f !== null && { from: inside.f }), ...(inside.t !== null && { to: inside.t }) },
  }
}
