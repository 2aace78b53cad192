import { setTimeout as sleep } from 'node:timers/promises'
import { MoodlightError } from '@moodlight/core'
import type { LedgerRow } from '@moodlight/ports'
import { listGroups } from '../group/groups.ts'
import type { Layout } from '../layout.ts'
import type { Wire } from '../wire/wire.ts'
import { APPENDS } from './account.ts'
import { Sums } from './sums.ts'
import type { LedgerView } from './view.ts'

/** The sum of every record that the commit of a partition points to, and of every process that appends. */
export async function ledger(wire: Wire, layout: Layout, view: LedgerView): Promise<LedgerRow[]> {
  let missing = ''
  for (let attempt = 0; attempt < 20; attempt++) {
    const groups = await wire.retrying('reading the groups', () => listGroups(wire, layout))
    await view.read()
    const pointers = groups.flatMap(({ commits }) =>
      [...commits.values()].map((c) => c.metadata).filter((m) => m !== ''),
    )
    const entries = pointers.map((pointer) => view.at(Number(pointer)))
    const at = entries.indexOf(null)
    if (at >= 0) {
      // Written over, and compacted, between our two looks: the pointer has moved on as well.
      missing = pointers[at]!
      await sleep(50)
      continue
    }
    const sums = new Sums()
    for (const entry of [...entries, ...view.withPrefix(APPENDS)]) sums.add(entry!.rows)
    return sums.rows
  }
  throw new MoodlightError('ML_LOG_CORRUPT', `The record ${missing} of the ledger, to which a group points, is gone.`)
}
