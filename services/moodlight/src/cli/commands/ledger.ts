import { NO_SOURCE } from '@moodlight/pipeline'
import type { LedgerRow } from '@moodlight/ports'
import type { Command } from 'commander'
import { withOperations } from '../target.ts'
import { number, out, table } from '../terminal.ts'

/** Per stage: received = sent + dropped + dead + in flight, counted in posts over distinct places of the log. */
export function ledgerTable(rows: readonly LedgerRow[]): string {
  const sums = new Map<
    string,
    { stage: string; source: string; lane: string; ok: number; drop: number; dead: number }
  >()
  for (const row of rows) {
    const key = `${row.stage}\u0000${row.source}\u0000${row.lane}`
    const sum = sums.get(key) ?? { stage: row.stage, source: row.source, lane: row.lane, ok: 0, drop: 0, dead: 0 }
    sum[row.outcome] += row.n
    sums.set(key, sum)
  }
  const order = ['ingest', 'enrich', 'index', 'alert']
  const list = [...sums.values()].sort(
    (a, b) =>
      order.indexOf(a.stage) - order.indexOf(b.stage) ||
      a.source.localeCompare(b.source) ||
      a.lane.localeCompare(b.lane),
  )
  return table(
    ['stage', 'source', 'lane', 'received', 'sent', 'dropped', 'dead'],
    list.map((s) => [s.stage, s.source, s.lane, s.ok + s.drop + s.dead, s.ok, s.drop, s.dead]),
  )
}

export function reasonTable(rows: readonly LedgerRow[]): string {
  const sums = new Map<string, number>()
  for (const row of rows)
    if (row.outcome !== 'ok')
      sums.set(
        `${row.stage}\u0000${row.outcome}\u0000${row.reason}`,
        (sums.get(`${row.stage}\u0000${row.outcome}\u0000${row.reason}`) ?? 0) + row.n,
      )
  return table(
    ['stage', 'outcome', 'reason', 'posts'],
    [...sums].map(([key, n]) => [...key.split('\u0000'), n]),
  )
}

export function ledgerCommand(program: Command): void {
  program
    .command('ledger')
    .description('What became of every post, per stage and source, with the reasons of drops and dead letters')
    .option('--json', 'machine-readable: the rows as stored')
    .option(
      '--accept-gap',
      'go on behind records that Kafka took before they were read; stop the services of the stage first',
    )
    .addHelpText('after', '\nExample:\n  moodlight ledger')
    .action((options: { json?: boolean; acceptGap?: boolean }, command: Command) =>
      withOperations(command, async (operations) => {
        if (options.acceptGap) {
          const gaps = await operations.acceptGaps()
          for (const { group, lost } of gaps) out(`${group} goes on behind ${number(lost)} records that are gone.`)
          return out(gaps.length === 0 ? 'There is no gap.' : 'They are counted as dead with ML_LOG_GAP.')
        }
        const rows = await operations.ledger()
        if (options.json) return out(JSON.stringify(rows, null, 2))
        if (rows.length === 0) return out('Nothing was received yet.')
        // Ticks, settings, purges and author records pass the same stages; the ledger of posts is what people ask for.
        const posts = rows.filter((row) => row.source !== NO_SOURCE)
        out(ledgerTable(posts))
        const others =
          rows.length > posts.length ? rows.filter((row) => row.source === NO_SOURCE && row.stage === 'enrich') : []
        const passed = others.reduce((sum, row) => sum + row.n, 0)
        if (passed > 0)
          out(
            `\nbeside them ${number(passed)} records that are no posts: authors, ticks, settings, purges (--json shows them)`,
          )
        if (rows.some((row) => row.outcome !== 'ok')) out(`\n${reasonTable(rows)}`)
        const { lag } = await operations.status()
        const inFlight = lag.reduce((sum, group) => sum + group.records, 0)
        out(`\nin flight: ${inFlight} records`)
      }),
    )
}
