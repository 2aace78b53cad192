import type { MessagePort } from 'node:worker_threads'
import { type Clock, MoodlightError, systemClock } from '@moodlight/core'
import type { MentionStore, StateStore } from '@moodlight/ports'
import { clientMentionStore } from './client/mention-store.ts'
import { type Introduction, type Threads, threadsOf } from './client/ports.ts'
import { clientStateStore } from './client/state-store.ts'

export interface ConnectedStore {
  readonly store: MentionStore
  readonly state: StateStore
}

/** Both ports of the store in any thread, over a port from `openStore(…).connect()`. Closing either ends this connection only. */
export function connectStore(port: MessagePort, clock: Clock = systemClock): ConnectedStore {
  let closed = false
  const introduced = new Promise<Threads>((resolve, reject) => {
    port.once('message', (message: Introduction) => resolve(threadsOf(message)))
    port.once('close', () => reject(gone()))
  })
  introduced.catch(() => {})
  const threads = () => (closed ? Promise.reject(gone()) : introduced)
  const close = async () => {
    if (closed) return
    closed = true
    await introduced.then((t) => t.disconnect()).catch(() => {})
    port.close()
  }
  return { store: clientMentionStore(threads, close), state: clientStateStore(threads, clock, close) }
}

function gone(): MoodlightError {
  return new MoodlightError('ML_STORE_CLOSED', 'the store is closed')
}
