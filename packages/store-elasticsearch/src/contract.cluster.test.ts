import { basename } from 'node:path'
import { mentionStoreContract, stateStoreContract } from '@moodlight/testkit'
import { afterAll } from 'vitest'
import { dropIndices, openForTest, testUrl } from '../test/test-store.ts'

/** A folder of the suite stands for a prefix of indices: the same folder, the same store. */
const prefixes = new Set<string>()
const prefixOf = (dir: string): string => {
  const prefix = `t${Buffer.from(basename(dir)).toString('hex').slice(-40)}`
  prefixes.add(prefix)
  return prefix
}
afterAll(async () => {
  for (const prefix of prefixes) await dropIndices(testUrl(), prefix)
})

mentionStoreContract(
  { name: 'store-elasticsearch', open: (dir) => openForTest(testUrl(), prefixOf(dir)) },
  { orderRuns: 8 },
)
stateStoreContract({
  name: 'store-elasticsearch',
  open: (dir, clock) => openForTest(testUrl(), prefixOf(dir), clock),
})
