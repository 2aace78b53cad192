import type { Millis } from '@moodlight/core'
import { MONTHS, ZONES } from './feed-date-names.ts'

/**
 * A date in any of the forms that feeds are known to hold: RFC 822 (two-digit years, no seconds, wrong weekday, full and
 * foreign month names, named zones), W3C-DTF at every precision, ISO week and ordinal dates, basic ISO
 * (`20260725T023000Z`), `2004-07-08 23:56:58.0`, `2020/1/10 14:33:00`, `Fri Feb 24 15:18:31 +0800 2012`, Korean and Chinese
 * (`2004년 5월 25일 오후 11:23:17`, `2026年7月25日 10:30`). No zone: UTC. null when it is none, or before 1970.
 * Forms after the documentation of feedparser (docs/date-parsing).
 */
export function parseFeedDate(input: string): Millis | null {
  const s = toAsciiDigits(input).normalize('NFKC').trim()
  if (s.length === 0 || s.length > 100) return null
  const ms = iso(s) ?? eastAsian(s) ?? words(s)
  return ms !== null && Number.isFinite(ms) && ms >= 0 && ms <= 8_640_000_000_000_000 ? Math.floor(ms) : null
}

/** Persian and Arabic digits read as ours. */
function toAsciiDigits(s: string): string {
  return s.replace(/[\u06F0-\u06F9\u0660-\u0669]/g, (d) => String(d.charCodeAt(0) & 0xf))
}

interface Clock24 {
  h: number
  m: number
  s: number
}

function utc(y: number, mon: number, d: number, t: Clock24, zoneMin: number): number | null {
  if (mon < 1 || mon > 12 || d < 1 || d > 31 || t.h > 24 || t.m > 59 || t.s >= 61) return null
  const ms = Date.UTC(y, mon - 1, d, t.h, t.m, 0) + t.s * 1000 - zoneMin * 60_000
  // A 31st of April is refused, not moved into May.
  return new Date(Date.UTC(y, mon - 1, d)).getUTCDate() === d ? ms : null
}

const MIDNIGHT: Clock24 = { h: 0, m: 0, s: 0 }

/** Minutes east of UTC; 0 for what is missing or unknown. */
function zone(z: string | undefined): number {
  if (!z) return 0
  const numeric = /^(?:GMT|UTC|UT)?\s*([+-])(\d{1,2}):?(\d{2})?$/i.exec(z.trim())
  if (numeric) return (numeric[1] === '-' ? -1 : 1) * (Number(numeric[2]) * 60 + Number(numeric[3] ?? 0))
  return (ZONES[z.trim().toUpperCase()] ?? 0) * 60
}

const ISO =
  /^([+-]?\d{4,6})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:(?:[T\s]+)(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?\s*(Z|[A-Z]{1,5}|(?:GMT|UTC)?\s*[+-]\d{1,2}(?::?\d{2})?)?)?$/i
const BASIC = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i
const WEEK = /^(\d{4})-?W(\d{2})(?:-?(\d))?(?:T(\d{2}):?(\d{2})(?::?(\d{2}(?:\.\d+)?))?(Z|[+-]\d{2}:?\d{2})?)?$/i
const ORDINAL = /^(\d{4})-?(\d{3})(?:T(\d{2}):?(\d{2})(?::?(\d{2}(?:\.\d+)?))?(Z|[+-]\d{2}:?\d{2})?)?$/i

function clock(h: string | undefined, m: string | undefined, s: string | undefined): Clock24 {
  return h === undefined ? MIDNIGHT : { h: Number(h), m: Number(m ?? 0), s: Number((s ?? '0').replace(',', '.')) }
}

function iso(s: string): number | null {
  const a = ISO.exec(s)
  if (a) return utc(Number(a[1]), Number(a[2] ?? 1), Number(a[3] ?? 1), clock(a[4], a[5], a[6]), zone(a[7]))
  const b = BASIC.exec(s)
  if (b) return utc(Number(b[1]), Number(b[2]), Number(b[3]), clock(b[4], b[5], b[6]), zone(b[7]))
  const w = WEEK.exec(s)
  if (w) {
    // Week 1 is the week of 4 January (ISO 8601).
    const fourth = new Date(Date.UTC(Number(w[1]), 0, 4))
    const monday = Date.UTC(Number(w[1]), 0, 4) - ((fourth.getUTCDay() + 6) % 7) * 86_400_000
    const day = new Date(monday + ((Number(w[2]) - 1) * 7 + Number(w[3] ?? 1) - 1) * 86_400_000)
    return utc(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate(), clock(w[4], w[5], w[6]), zone(w[7]))
  }
  const o = ORDINAL.exec(s)
  if (o) {
    const day = new Date(Date.UTC(Number(o[1]), 0, Number(o[2])))
    return utc(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate(), clock(o[3], o[4], o[5]), zone(o[6]))
  }
  return null
}

const EAST_ASIAN =
  /^(\d{4})\s*[年년-]\s*(\d{1,2})\s*[月월-]\s*(\d{1,2})\s*[日일]?\s*(?:[(（].[)）])?\s*(上午|下午|오전|오후|午前|午後)?\s*(?:(\d{1,2})[:时時시]\s*(\d{1,2})(?:[:分분]\s*(\d{1,2})[秒초]?)?[分분]?)?$/

/** Without a zone; Chinese, Japanese and Korean sites rarely name one, and a guess would be wrong for the others. */
function eastAsian(s: string): number | null {
  const m = EAST_ASIAN.exec(s)
  if (!m) return null
  const t = clock(m[5], m[6], m[7])
  const afternoon = m[4] === '下午' || m[4] === '오후' || m[4] === '午後'
  if (m[4]) t.h = (t.h % 12) + (afternoon ? 12 : 0)
  return utc(Number(m[1]), Number(m[2]), Number(m[3]), t, 0)
}

function words(s: string): number | null {
  let day: number | null = null
  let month: number | null = null
  let year: number | null = null
  let at: Clock24 = MIDNIGHT
  let east = 0
  // Marks that only part: commas, and the dashes of `25-Jul-2026`.
  const parts = s
    .replace(/(\d)-(\p{L}+)-(\d)/u, '$1 $2 $3')
    .replace(/[,()]/g, ' ')
    .split(/\s+/)
  for (const part of parts) {
    const t = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?(am|pm|Z)?$/i.exec(part)
    if (t) {
      at = clock(t[1], t[2], t[3])
      if (/[ap]m/i.test(t[4] ?? '')) at = { ...at, h: (at.h % 12) + (/pm/i.test(t[4] ?? '') ? 12 : 0) }
      continue
    }
    if (/^(am|pm)$/i.test(part)) {
      at = { ...at, h: (at.h % 12) + (/pm/i.test(part) ? 12 : 0) }
      continue
    }
    const z = /^(?:GMT|UTC|UT)?([+-])(\d{1,2}):?(\d{2})?$/i.exec(part)
    if (z && day !== null) {
      east = zone(part)
      continue
    }
    if (/^\d+(st|nd|rd|th|\.)?$/i.test(part)) {
      const n = Number.parseInt(part, 10)
      if (part.replace(/\D/g, '').length >= 3) year = n
      else if (day === null) day = n
      else if (year === null) year = n + (n < 70 ? 2000 : 1900)
      continue
    }
    const name = part.toLowerCase().replace(/\.$/, '')
    const found: number | undefined = MONTHS[name] ?? MONTHS[name.slice(0, 3)]
    if (found !== undefined && month === null) month = found
    else if (ZONES[part.toUpperCase()] !== undefined) east = zone(part)
  }
  if (month === null || day === null) return null
  return year === null ? null : utc(year, month, day, at, east)
}
