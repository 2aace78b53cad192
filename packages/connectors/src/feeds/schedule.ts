import type { FeedFacts } from './entry.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** `max-age` of Cache-Control in milliseconds; null without one, or when the answer must not be kept. */
export function maxAgeMs(cacheControl: string | undefined): number | null {
  if (!cacheControl || /\bno-(store|cache)\b/i.test(cacheControl)) return null
  const found = /\bmax-age\s*=\s*"?(\d{1,10})/i.exec(cacheControl)
  return found ? Number(found[1]) * 1000 : null
}

/** The time between two looks: the longest of our own, ttl, sy:update… and max-age, at most a day. */
export function intervalMs(
  ownMs: number,
  facts: Pick<FeedFacts, 'ttl' | 'updateEveryMs'>,
  maxAge: number | null,
): number {
  const asked = Math.max((facts.ttl ?? 0) * MINUTE, facts.updateEveryMs ?? 0, maxAge ?? 0)
  return Math.max(ownMs, Math.min(DAY, asked))
}

/** After the n-th failure in a row: doubled each time, at most a day (or our own interval, where that is longer). */
export function failureMs(intervalMs: number, failures: number): number {
  return Math.max(intervalMs, Math.min(DAY, intervalMs * 2 ** Math.min(20, failures)))
}

/** Up to a tenth later, so that feeds that were started together do not stay together. */
export function jittered(ms: number, random: () => number): number {
  return Math.round(ms * (1 + random() / 10))
}

/** The first moment from `at` on that is in none of the hours and days (GMT) in which the feed asks to be left alone. */
export function afterSkips(at: number, { skipHours, skipDays }: Pick<FeedFacts, 'skipHours' | 'skipDays'>): number {
  let t = at
  for (let i = 0; i < 24 * 8; i++) {
    const d = new Date(t)
    if (skipDays.includes(d.getUTCDay())) t = Math.floor(t / DAY) * DAY + DAY
    else if (skipHours.includes(d.getUTCHours())) t = Math.floor(t / HOUR) * HOUR + HOUR
    else return t
  }
  // It wants never to be asked: once a day all the same.
  return at
}
