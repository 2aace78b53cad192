import { join } from 'node:path'
import { systemClock } from '@moodlight/core'
import { startIndex } from '@moodlight/index'
import { openLog } from '@moodlight/log-sqlite'
import type { ApplyResult, MentionStore, StoreEvent } from '@moodlight/ports'
import { createLogger, createMetrics } from '@moodlight/runtime'
import { openStore } from '@moodlight/store-sqlite'
import { aMention, aPost, aPostMentions } from '@moodlight/testkit'

/**
 * Indexes COUNT posts that stand in the log of FOLDER, which it fills at its first start:
 *   node index-run.ts FOLDER COUNT real|commit-first
 * `commit-first` is the mistake that the suite must notice: the batch is called done, and written a little later.
 */
const [folder = '', count = '4000', mode = 'real'] = process.argv.slice(2)
const open = await openLog({ file: join(folder, 'log.db'), retentionEveryMs: 0 })
const { store, state, close } = await openStore({ file: join(folder, 'store.db'), readers: 1 })

if ((await state.get('installation', 'filled')) === null) {
  for (let from = 0; from < Number(count); from += 500) {
    const records = Array.from({ length: 500 }, (_, i) => {
      const post = aPost({ nativeId: `p${from + i}`, text: `Post number ${from + i} speaks of ING`, author: `a${i}` })
      const event = aPostMentions(post, [aMention()], { origin: { offset: from + i } })
      return { key: post.id, value: JSON.stringify(event), lane: 'live' as const }
    })
    await open.log.append('mentions', records)
  }
  await state.put('installation', 'filled', true)
}

const later: Promise<unknown>[] = []
const commitFirst: Pick<MentionStore, 'apply'> = {
  async apply(batch: readonly StoreEvent[]): Promise<readonly ApplyResult[]> {
    later.push(new Promise((resolve) => setTimeout(resolve, 150)).then(() => store.apply(batch)))
    return batch.map(() => 'applied')
  },
}
const stage = await startIndex({
  log: open.log,
  store: mode === 'real' ? store : commitFirst,
  state,
  clock: systemClock,
  logger: createLogger({ level: 'silent' }),
  metrics: createMetrics(),
})
process.stdout.write('running\n')
while ((await open.log.lag()).some((group) => group.records > 0))
  await new Promise((resolve) => setTimeout(resolve, 20))
await stage.stop()
await Promise.all(later)
await close()
await open.close()
