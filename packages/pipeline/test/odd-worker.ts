import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { drop, MoodlightError, ok } from '@moodlight/core'
import { serveStage } from '../src/pool-worker.ts'

/** A stage that does what its records say: hang, exit, eat memory, stand idle, throw, or answer. `set x` changes all later answers. */
if (workerData?.broken) throw new Error('cannot be built')
let set = ''
serveStage(parentPort!, {
  name: 'odd',
  async run(batch) {
    // As on a machine where others have the processor.
    if (batch.some(({ value }) => value === 'idle')) await sleep(1500)
    return batch.map(({ value }) => {
      if (value.startsWith('set ')) set = value.slice(4)
      if (value === 'hang') for (;;);
      if (value === 'exit') process.exit(7)
      if (value === 'eat') {
        const kept: string[][] = []
        for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => `${i}${kept.length}`))
      }
      if (value === 'throw') throw new TypeError('secret text of the post')
      if (value === 'busy') throw new MoodlightError('ML_BUSY', 'later')
      if (value === 'drop') return drop('empty')
      return ok(set ? `${value} ${set}` : value)
    })
  },
})
