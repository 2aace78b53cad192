import { type Clock, isTransient } from '@moodlight/core'
import { pause } from '@moodlight/pipeline'
import type { EventLog } from '@moodlight/ports'
import { recordOf } from './record.ts'

/** Writes the time as data into every partition of the live lane, once a second, until the signal aborts. */
export async function ticks(
  options: { log: EventLog; clock: Clock; signal: AbortSignal; blocked: (error: unknown) => void },
  everyMs = 1_000,
): Promise<void> {
  let failing = false
  while (!options.signal.aborted) {
    try {
      await options.log.append('posts', [recordOf({ type: 'tick', v: 1, at: options.clock.now() }, 'live')])
      if (failing) options.blocked(null)
      failing = false
    } catch (error) {
      // A tick that cannot be written is not made up for: the next one says a later time.
      if (!isTransient(error)) throw error
      failing = true
      options.blocked(error)
    }
    await pause(everyMs, options.signal)
  }
}
