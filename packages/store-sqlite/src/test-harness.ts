import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { type Clock, systemClock } from '@moodlight/core'
import { serve } from '@moodlight/runtime'
import { connectStore } from './connect.ts'
import { createReaderApi } from './query/reader-api.ts'
import { createWriter } from './writer.ts'

/** For tests: everything but the threads. Ports, preparation and files are real. */
export async function openInThisThread(dir: string, clock: Clock = systemClock, mend = false) {
  const file = join(dir, 'store.db')
  const apis = [createWriter({ file, synchronous: 'off', mend }), createReaderApi(file)] as const
  const ends = apis.map((api) => {
    const { port1, port2 } = new MessageChannel()
    serve(port1, api)
    return port2
  })
  const { port1, port2 } = new MessageChannel()
  port1.postMessage({ writer: ends[0], readers: [ends[1]] }, ends)
  const client = connectStore(port2, clock)
  return {
    ...client,
    async close() {
      await client.store.close()
      await apis[1].close()
      await apis[0].close()
    },
  }
}
