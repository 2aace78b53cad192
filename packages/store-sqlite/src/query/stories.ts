import { type Label, MOOD_VOICES, type UnscoredReason } from '@moodlight/core'
import type { StorySummary } from '@moodlight/ports'
import { compareIds } from '@moodlight/store-rules'
import type { MentionRow } from '../stories/votes.ts'
import { find } from './find.ts'
import { hydrate } from './hydrate.ts'
import { type Reader, totals } from './reader.ts'

type Labels = Record<Label | 'unscored', number>

interface Sum {
  readonly pid: number
  readonly sid: number | null
  readonly labels: Labels
  n: number
  lastAt: number
}

export interface Window {
  readonly brand: string
  readonly from: number
  readonly to: number
  readonly sources?: readonly string[]
  readonly languages?: readonly string[]
}

/** Sure mentions of counted voices of a brand in a window, in steps. */
function counted(r: Reader, { brand, from, to, sources, languages }: Window): AsyncGenerator<MentionRow> {
  const filter = { brands: [brand], from, to, certainty: 'sure', voices: MOOD_VOICES } as const
  const narrow = { ...(sources && { sources }), ...(languages && { languages }) }
  return find(r, { filter: { ...filter, ...narrow }, order: 'newest', after: null, bound: totals(r).n })
}

/** The largest stories of a window: by posts with the label, then the one that went on longest. */
export async function listStories(
  r: Reader,
  query: Window & { label?: Label; limit: number },
): Promise<readonly StorySummary[]> {
  const sums = new Map<string, Sum>()
  for await (const m of counted(r, query)) {
    const key = m.sid === null ? `p${m.pid}` : `s${m.sid}`
    let sum = sums.get(key)
    if (!sum) {
      const labels: Labels = { negative: 0, neutral: 0, positive: 0, unscored: 0 }
      sum = { pid: m.pid, sid: m.sid, labels, n: 0, lastAt: m.at }
      sums.set(key, sum)
    }
    sum.labels[m.label as keyof Labels]++
    if (query.label === undefined || query.label === m.label) sum.n++
    if (m.at > sum.lastAt) sum.lastAt = m.at
  }
  const largest = [...sums.values()]
    .filter((sum) => sum.n > 0)
    .sort((a, b) => b.n - a.n || b.lastAt - a.lastAt || a.pid - b.pid)
    .slice(0, query.limit)
  return largest
    .flatMap((sum) => summary(r, query.brand, sum))
    .sort((a, b) => b.n - a.n || b.summary.lastAt - a.summary.lastAt || compareIds(a.summary.id, b.summary.id))
    .map((entry) => entry.summary)
}

function summary(r: Reader, brand: string, sum: Sum): { n: number; summary: StorySummary }[] {
  const [first] = hydrate(r, [{ pid: sum.sid === null ? sum.pid : earliest(r, brand, sum.sid), brand }])
  if (!first) return []
  return [{ n: sum.n, summary: { ...first.story, brand, first, labels: sum.labels, lastAt: sum.lastAt } }]
}

/** The post whose mention of the brand is the earliest of the story. */
function earliest(r: Reader, brand: string, sid: number): number {
  const row = r
    .q(
      `SELECT pid FROM mention WHERE generation = ? AND brand = ? AND sid = ? AND sure = 1 AND counted = 1 ORDER BY at, mid LIMIT 1`,
    )
    .get(totals(r).generation, brand, sid) as { pid: number } | undefined
  return row?.pid ?? 0
}

/** Why counted mentions are unscored, the most frequent reason first. */
export async function unscoredReasons(r: Reader, w: Window): Promise<readonly { reason: UnscoredReason; n: number }[]> {
  const sums = new Map<UnscoredReason, number>()
  for await (const m of counted(r, w))
    if (m.reason !== null) sums.set(m.reason as UnscoredReason, (sums.get(m.reason as UnscoredReason) ?? 0) + 1)
  return [...sums].map(([reason, n]) => ({ reason, n })).sort((a, b) => b.n - a.n || (a.reason < b.reason ? -1 : 1))
}
