import type { Millis } from '@moodlight/core'
import { parseTime } from '../time.ts'

/** A JSON object of a stranger: only own keys are read, so `__proto__` and friends are just names. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The first of the names that is there and neither null nor an empty string. */
export function pick(fields: Fields, names: readonly string[]): unknown {
  for (const name of names) {
    const value = fields[name]
    // The check for an own key comes second: most names are not there at all.
    if (value !== undefined && value !== null && value !== '' && Object.hasOwn(fields, name)) return value
  }
  return undefined
}

/** Text, cleaned: lone surrogates become U+FFFD, NUL goes. Numbers and big integers become their digits. */
export function text(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return null
  return clean(value)
}

export function clean(value: string): string {
  const well = value.isWellFormed() ? value : value.toWellFormed()
  return well.includes('\u0000') ? well.replaceAll('\u0000', '') : well
}

/** An identifier: text without surrounding blanks; null when there is none. Numbers beyond 2^53 lost their digits before us. */
export function identifier(value: unknown): string | null {
  const found = text(value)?.trim()
  return found ? found : null
}

/** A count: a whole number from 0; text with digits (`1,234`) is read too. */
export function count(value: unknown): number | null {
  if (value === null || value === undefined || value === '') return null
  const n = typeof value === 'string' ? Number(value.replace(/[,\s_]/g, '')) : Number(value)
  return Number.isFinite(n) && n >= 0 ? Math.min(Math.floor(n), Number.MAX_SAFE_INTEGER) : null
}

export function time(value: unknown): Millis | null {
  return typeof value === 'string' || typeof value === 'number' ? parseTime(value) : null
}

export function flag(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === 'string' && /^(true|yes|1)$/i.test(value.trim()))
}
