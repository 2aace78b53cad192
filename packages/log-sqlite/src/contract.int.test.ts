/** The contract over the real thread; contract.test.ts runs it in this one, which is faster. */
import { join } from 'node:path'
import { eventLogContract } from '@moodlight/testkit'
import { connectLog, openLog } from './index.ts'

eventLogContract({
  name: 'log-sqlite in its thread',
  capabilities: { atomicOutputs: true, expungesAtOnce: true, retentionWaitsForGroups: true },
  async open(dir, { retention = 'off' } = {}) {
    const eager = { maxAgeMs: 1, retentionEveryMs: 10 }
    const opened = await openLog({
      file: join(dir, 'log.db'),
      ...(retention === 'eager' ? eager : { retentionEveryMs: 0 }),
    })
    return { ...opened, connect: async () => connectLog(opened.connect()) }
  },
})
