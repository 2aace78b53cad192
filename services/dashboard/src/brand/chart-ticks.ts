import type { TimelineBucket } from '../api/contract.ts'
import type { Format } from '../i18n/format.ts'

const HOUR = 3_600_000

/** Ticks at round hours or at midnights of the zone, which the chart library cannot find by itself. */
export function ticksOf(buckets: readonly TimelineBucket[], zone: string, f: Format): { at: number; text: string }[] {
  const first = buckets[0]
  const last = buckets.at(-1)
  if (first === undefined || last === undefined) return []
  const span = Date.parse(last.to) - Date.parse(first.from)
  const every = span <= 3 * HOUR ? 0.5 : span <= 8 * HOUR ? 1 : span <= 30 * HOUR ? 3 : span <= 60 * HOUR ? 6 : 24
  const ticks: { at: number; text: string }[] = []
  for (const bucket of buckets) {
    const at = Date.parse(bucket.from)
    const [hour = 0, minute = 0] = f.clock(at, zone).split(':').map(Number)
    const hours = (hour % 24) + minute / 60
    if (hours % every !== 0) continue
    ticks.push({ at, text: hours === 0 ? f.day(at, zone) : f.clock(at, zone) })
  }
  const most = 12
  const skip = Math.ceil(ticks.length / most)
  return ticks.filter((_, i) => i % skip === 0)
}
