import type { Millis } from '@moodlight/core'
import { parseFeedDate } from './feed-date.ts'

/** Milliseconds, microseconds and seconds are told apart by size: seconds until the year 5138, from 1973 on in milliseconds. */
function fromNumber(n: number): Millis | null {
  if (!Number.isFinite(n) || n <= 0) return null
  const ms = n < 1e11 ? n * 1000 : n < 1e14 ? n : n < 1e17 ? n / 1000 : n / 1e6
  return inRange(Math.floor(ms))
}

function inRange(ms: number): Millis | null {
  return Number.isFinite(ms) && ms >= 0 && ms <= 8_640_000_000_000_000 ? Math.floor(ms) : null
}

/**
 * A time as sources write it: ISO 8601 in any precision (no zone: UTC), Unix seconds, milliseconds, microseconds or
 * nanoseconds as a number or digits, and the forms of feeds and of Twitter (`Fri Feb 24 15:18:31 +0800 2012`).
 * null when it is none or lies before 1970.
 */
export function parseTime(value: string | number): Millis | null {
  if (typeof value === 'number') return fromNumber(value)
  const trimmed = value.trim()
  if (trimmed === '' || trimmed.length > 100) return null
  if (/^(19|20)\d{12}$/.test(trimmed)) return parseFeedDate(`${trimmed.slice(0, 8)}T${trimmed.slice(8)}Z`)
  if (/^\d{9,20}(\.\d+)?$/.test(trimmed)) return fromNumber(Number(trimmed))
  return parseFeedDate(trimmed)
}
