import { eventLogContract } from '@moodlight/testkit'
import { afterAll } from 'vitest'
import { deleteTopics, prefixOf, setRetention, testOptions } from '../test/brokers.ts'
import { CAPABILITIES } from './log.ts'
import { open } from './open.ts'

/** Topics of tests that are over; a broker with thousands of them is slow. */
const used = new Set<string>()
const eager = new Set<string>()

async function tidy(except: string): Promise<void> {
  for (const prefix of used) {
    if (prefix === except) continue
    used.delete(prefix)
    await deleteTopics(testOptions(prefix))
  }
}

eventLogContract(
  {
    name: 'log-kafka',
    capabilities: CAPABILITIES,
    async open(dir, { retention = 'off' } = {}) {
      const prefix = prefixOf(dir)
      await tidy(prefix)
      used.add(prefix)
      const options = testOptions(prefix)
      const first = await open(options)
      const more: Awaited<ReturnType<typeof open>>[] = []
      if (retention === 'eager' || eager.has(prefix))
        await setRetention(options, retention === 'eager' ? 1 : options.retentionMs)
      if (retention === 'eager') eager.add(prefix)
      const end = async (how: (one: typeof first) => unknown) => {
        for (const one of [first, ...more]) await how(one)
      }
      return {
        log: first.log,
        async connect() {
          const one = await open(options)
          more.push(one)
          return one.log
        },
        close: () => end((one) => one.log.close()),
        kill: () => end((one) => one.kill()),
      }
    },
  },
  { modelRuns: 10, modelMs: 600_000 },
)

afterAll(() => tidy(''))
