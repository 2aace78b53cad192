import { join } from 'node:path'
import { mentionStoreContract, stateStoreContract } from '@moodlight/testkit'
import { openStore } from './index.ts'

/** The contracts over the real threads. */
mentionStoreContract(
  { name: 'store-sqlite, threads', open: (dir) => openStore({ file: join(dir, 'store.db') }) },
  { orderRuns: 5 },
)
stateStoreContract({
  name: 'store-sqlite, threads',
  open: (dir, clock) => openStore({ file: join(dir, 'store.db'), clock }),
})
