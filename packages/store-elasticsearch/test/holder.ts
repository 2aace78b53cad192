import { openElasticsearchStore } from '../src/index.ts'
import { testOptions } from './test-store.ts'

/**
 * A process that holds a lease and writes under it as fast as it can, telling of every write that was accepted: what a test stops
 * with SIGSTOP in the middle. Arguments: URL, prefix of the indices.
 */
const [url = '', prefix = ''] = process.argv.slice(2)
const { state, close } = await openElasticsearchStore(testOptions(url, prefix))
const lease = await state.acquire('runner', 'first', 1500)
if (!lease) throw new Error('the lease is taken')
process.send?.({ fence: lease.fence })
try {
  for (let i = 0; ; i++) {
    await state.put('start', 'shared', { by: 'first', i }, { lease })
    process.send?.({ i })
  }
} catch (error) {
  process.send?.({ code: (error as { code?: string }).code ?? String(error) })
}
await close()
process.disconnect?.()
