import { DAY, HOUR } from '@moodlight/mood'

/** Twelve times the mean gap between two mentions, but not under an hour and not over a day. */
const TIMES = 12

/**
 * How long a source may say nothing before it is called silent. A simple rule for now: it knows no nights and weekends, which
 * the lower bound and the factor have to bear.
 * @param mentions of the last seven days
 */
export function silenceLimit(mentions: number): number {
  if (mentions <= 0) return DAY
  return Math.min(DAY, Math.max(HOUR, (TIMES * 7 * DAY) / mentions))
}

export interface Fed {
  readonly source: string
  /** Newest post of the source, of whatever brand; null when it never had one. */
  readonly newest: number | null
  /** Its mentions of the brand in the last seven days. */
  readonly mentions: number
}

/** Age of the data behind a brand: stale when every source that feeds it is silent, or when the line itself stands still. */
export function freshness(feeding: readonly Fed[], now: number, lineStandsStill: boolean) {
  const times = feeding.map((f) => f.newest).filter((at): at is number => at !== null)
  const silent = feeding
    .filter((f) => f.newest === null || now - f.newest > silenceLimit(f.mentions))
    .map((f) => f.source)
    .sort()
  return {
    newest: times.length === 0 ? null : Math.max(...times),
    stale: feeding.length > 0 && (lineStandsStill || silent.length === feeding.length),
    silent,
  }
}
