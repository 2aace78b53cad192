import { MoodlightError } from '@moodlight/core'
import manifest from 'kafkajs/package.json' with { type: 'json' }
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js'

/** We reach below the public interface of kafkajs: what is true of this version need not be of another. */
export const PINNED = '2.2.4'

if (manifest.version !== PINNED)
  throw new MoodlightError(
    'ML_INTERNAL',
    `kafkajs ${manifest.version} is installed; log-kafka is written for ${PINNED}`,
  )

/**
 * kafkajs looks after every answer whether requests wait for the end of a throttling, with a timer of
 * `throttledUntil - now`: without throttling that is negative, so it fires at once and sets itself again, for ever, on every
 * connection (kafkajs #1751; 7 % of a core at idle, and a TimeoutNegativeWarning). Nothing waits, so nothing is to be looked after.
 */
const schedule = RequestQueue.prototype.scheduleCheckPendingRequests
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
  if (this.pending.length > 0) schedule.call(this)
}
