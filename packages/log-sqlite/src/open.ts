import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { MoodlightError } from '@moodlight/core'
import type { EventLog } from '@moodlight/ports'
import { spawn } from '@moodlight/runtime'
import { connectLog } from './client.ts'
import { type LogOptions, resolveOptions } from './config.ts'
import type { Opened } from './worker.ts'

export interface OpenLog {
  readonly log: EventLog
  /** A port for another thread, which makes a log of it with {@link connectLog}. */
  connect(): MessagePort
  /** Writes what is queued, tidies the files up and ends the thread. Calls still waiting fail with ML_LOG_CLOSED. */
  close(): Promise<void>
  /** Ends the thread on the spot, as a crash does: for tests. */
  kill(): Promise<void>
  /** Resolves with the exit code when the thread has ended, for whatever reason. */
  readonly ended: Promise<number>
}

/**
 * Starts the thread that owns `log.db`.
 * @throws ML_LOG_FOREIGN, ML_LOG_NEWER, ML_LOG_CORRUPT, ML_LOG_FULL, ML_DATA_IN_USE, ML_DATA_UNWRITABLE, ML_CONFIG_INVALID
 */
export async function openLog(options: LogOptions): Promise<OpenLog> {
  const { worker, connect, ended } = spawn(new URL('./worker.ts', import.meta.url), resolveOptions(options))
  const [opened] = (await once(worker, 'message')) as [Opened]
  if (!opened.ok) {
    await worker.terminate()
    throw new MoodlightError(opened.error.code, opened.error.message, { details: { ...opened.error.details } })
  }
  return {
    log: connectLog(connect()),
    connect,
    ended,
    async close() {
      worker.postMessage({ close: true })
      await ended
    },
    async kill() {
      await worker.terminate()
    },
  }
}
