import { join } from 'node:path'
import { ok } from '@moodlight/core'
import { openLog } from '@moodlight/log-sqlite'
import { openStore } from '@moodlight/store-sqlite'
import { Runner } from '../src/runner.ts'

/** A process whose stage kills it at one record. Ends with 0 when everything is committed. */
const folder = process.argv[2]!
const { log, close } = await openLog({ file: join(folder, 'log.db'), partitions: 1 })
const { state, close: closeState } = await openStore({ file: join(folder, 'store.db'), readers: 1 })
const reader = await log.reader('index', 'posts')
const runner = new Runner({
  group: 'index',
  topic: 'posts',
  reader,
  state,
  output: null,
  stage: {
    name: 'index',
    async run(batch) {
      for (const { value } of batch) if (value.includes('deadly')) process.kill(process.pid, 'SIGKILL')
      return batch.map(() => ok(null))
    },
  },
})
const running = runner.run()
while ((await log.lag()).some((lag) => lag.records > 0)) await new Promise((resolve) => setTimeout(resolve, 20))
await runner.stop()
await running
await close()
await closeState()
process.exit(0)
