import { openLog } from '@moodlight/log-sqlite'

export interface StageSum {
  received: number
  ok: number
  dropped: number
  dead: number
}

/** The ledger of a log that nobody uses now, summed by stage. */
export async function ledgerOf(file: string): Promise<Record<'ingest' | 'enrich' | 'index', StageSum>> {
  const open = await openLog({ file, retentionEveryMs: 0 })
  try {
    const sums = { ingest: zero(), enrich: zero(), index: zero() }
    for (const row of await open.log.ledger()) {
      // Records that are no posts (authors, ticks, settings) have no source and are counted apart.
      if (row.source === '-') continue
      const sum = sums[row.stage as keyof typeof sums]
      sum.received += row.n
      sum[row.outcome === 'ok' ? 'ok' : row.outcome === 'drop' ? 'dropped' : 'dead'] += row.n
    }
    return sums
  } finally {
    await open.close()
  }
}

const zero = (): StageSum => ({ received: 0, ok: 0, dropped: 0, dead: 0 })
