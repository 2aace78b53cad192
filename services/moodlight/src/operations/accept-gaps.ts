import { errorCode, type LogPosition, MoodlightError } from '@moodlight/core'
import { NO_SOURCE } from '@moodlight/pipeline'
import type { EventLog, Topic } from '@moodlight/ports'

const GROUPS: readonly { readonly group: string; readonly topic: Topic }[] = [
  { group: 'enrich', topic: 'posts' },
  { group: 'index', topic: 'mentions' },
]
/** Joining a group takes a moment, and only what it was given can a reader look at. */
const LOOK_MS = 5_000

export interface AcceptedGap {
  readonly group: string
  readonly lost: number
}

/**
 * Goes on behind records that retention has taken before a group had read them, and counts them in the ledger as dead with
 * ML_LOG_GAP. The services of the group must be stopped: a reader sees only the partitions that no other member holds.
 */
export async function acceptGaps(log: EventLog): Promise<readonly AcceptedGap[]> {
  const accepted: AcceptedGap[] = []
  for (const { group, topic } of GROUPS) {
    const reader = await log.reader(group, topic)
    try {
      for (;;) {
        const gap = await gapOf(() => reader.next({ max: 1, waitMs: LOOK_MS }))
        if (!gap) break
        const [{ lane }] = gap.resume as [LogPosition]
        const row = { stage: group, source: NO_SOURCE, lane, outcome: 'dead', reason: 'ML_LOG_GAP' } as const
        await reader.commit({ next: gap.resume, outputs: [], ledger: [{ ...row, n: gap.lost }] })
        accepted.push({ group, lost: gap.lost })
      }
    } finally {
      await reader.close()
    }
  }
  return accepted
}

interface Gap {
  readonly resume: readonly LogPosition[]
  readonly lost: number
}

async function gapOf(next: () => Promise<unknown>): Promise<Gap | null> {
  try {
    await next()
    return null
  } catch (error) {
    if (errorCode(error) !== 'ML_LOG_GAP' || !(error instanceof MoodlightError)) throw error
    const { resume, lost = 0 } = error.details as { resume: readonly LogPosition[]; lost?: number }
    return { resume, lost }
  }
}
