import { parentPort, workerData } from 'node:worker_threads'
import { MoodlightError } from '@moodlight/core'
import { type ConnectMessage, serve } from '@moodlight/runtime'
import type { ResolvedOptions } from './config.ts'
import { LogCore } from './core.ts'
import { openSession } from './session.ts'

/** What the thread says once: it is open, or why it could not. */
export type Opened = { ok: true } | { ok: false; error: Pick<MoodlightError, 'code' | 'message' | 'details'> }

const parent = parentPort!
let core: LogCore | undefined
try {
  core = new LogCore(workerData as ResolvedOptions)
  parent.postMessage({ ok: true } satisfies Opened)
} catch (error) {
  if (!(error instanceof MoodlightError)) throw error
  const { code, message, details } = error
  parent.postMessage({ ok: false, error: { code, message, details } } satisfies Opened)
}

parent.on('message', (message: Partial<ConnectMessage> & { close?: true }) => {
  if (message.connect && core) {
    const session = openSession(core)
    message.connect.on('close', session.end)
    serve(message.connect, session.api)
  }
  if (message.close) {
    core?.close()
    // The answers to the last writes leave first.
    setImmediate(() => process.exit(0))
  }
})
