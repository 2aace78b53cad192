import type { Outcome, WireError } from '@moodlight/core'
import type { LogRecord } from '@moodlight/ports'

/** Main thread to worker. One call at a time. */
export interface PoolCall {
  readonly id: number
  readonly records: readonly LogRecord[]
}

/** Worker to main thread. `ready` once, when the stage is built. `usedMs`: processor time of the worker so far. */
export type PoolAnswer = { readonly usedMs: number } & (
  | { readonly t: 'ready' }
  | { readonly t: 'done'; readonly id: number; readonly outcomes: readonly Outcome<string | null>[] }
  | { readonly t: 'failed'; readonly id: number; readonly error: WireError }
)
