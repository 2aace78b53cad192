import { MoodlightError } from '@moodlight/core'
import { fromWall } from '@moodlight/mood'
import * as z from 'zod'

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}
const RELATIVE = /^-(\d{1,6})([smhdw])$/
const DAY = /^\d{4}-\d\d-\d\d$/
const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/
const ABSOLUTE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/

/** A point in time as callers write it; {@link readTime} reads it. */
export const TimeText = z
  .string()
  .max(40)
  .refine(
    (text) => text === 'now' || [RELATIVE, DAY, LOCAL, ABSOLUTE].some((form) => form.test(text)),
    'a time such as 2026-03-01T12:00:00Z, 2026-03-01 (midnight of the zone), -24h or now',
  )
  .describe('ISO 8601; without an offset in the zone of the query; or relative: -90s, -15m, -24h, -7d, -8w, now')

/** Milliseconds of a {@link TimeText}. Times without an offset are those of the zone. @throws ML_QUERY_INVALID */
export function readTime(text: string, field: string, now: number, zone: string): number {
  if (text === 'now') return now
  const relative = RELATIVE.exec(text)
  const at = relative
    ? now - Number(relative[1]) * UNIT_MS[relative[2]!]!
    : DAY.test(text) || LOCAL.test(text)
      ? local(text, zone)
      : realDay(text)
        ? Date.parse(text)
        : Number.NaN
  if (!Number.isFinite(at) || at < 0 || at > 8_000_000_000_000)
    throw new MoodlightError('ML_QUERY_INVALID', `${field}: there is no such time`, {
      details: { fields: [{ field, message: 'there is no such time' }] },
    })
  return at
}

function local(text: string, zone: string): number {
  const wall = Date.parse(`${text.length === 10 ? `${text}T00:00` : text}Z`)
  return Number.isFinite(wall) && realDay(text) ? fromWall(wall, zone) : Number.NaN
}

/** JavaScript takes 31 February for 3 March. */
function realDay(text: string): boolean {
  const day = text.slice(0, 10)
  const at = Date.parse(`${day}T00:00Z`)
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(day)
}
