import type { RecountReport } from '@moodlight/ports'
import { TOKEN_VERSION } from '@moodlight/text'
import type { Transaction } from '../apply/transaction.ts'
import { mendCounts, mendTotals, mendVotes } from './counts.ts'
import { checkFullText, rebuildFullText } from './fulltext.ts'
import { mendMentions } from './mentions.ts'
import { Progress } from './progress.ts'

/**
 * Proves what was summed up along the way against the stored events, and mends it: mention rows, votes, buckets, totals and
 * full text. Runs as one transaction in the writer: indexing waits, reading goes on with what was there before.
 */
export function recount(t: Transaction, reindex: boolean, shared: SharedArrayBuffer | null): RecountReport {
  const { q } = t
  const { n: posts } = q('SELECT count(*) AS n FROM post').get() as { n: number }
  const progress = new Progress(shared, posts * 2)
  const rows = mendMentions(t, progress)
  mendVotes(q)
  const counts = mendCounts(q, t.totals.horizon)
  const totals = mendTotals(t)
  let wrongText = 0
  if (reindex) {
    rebuildFullText(q, progress)
    q('UPDATE totals SET token_version = ?').run(TOKEN_VERSION)
  } else {
    wrongText = checkFullText(q, progress)
    if (wrongText > 0) rebuildFullText(q, progress)
  }
  progress.end()
  return {
    buckets: counts.buckets,
    wrong: counts.wrong + totals,
    postings: posts,
    wrongPostings: Math.max(rows, wrongText),
  }
}
