import { mentionStoreContract, stateStoreContract } from '@moodlight/testkit'
import { openInThisThread } from './test-harness.ts'

/** The contracts with everything but the threads; contract.int.test.ts has them too. */
mentionStoreContract({ name: 'store-sqlite', open: (dir) => openInThisThread(dir) }, { orderRuns: 60 })
stateStoreContract({ name: 'store-sqlite', open: (dir, clock) => openInThisThread(dir, clock) })
