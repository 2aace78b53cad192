import type { DeadLetter } from '@moodlight/core'
import type { LedgerDelta } from '@moodlight/ports'

/** A batch that is committed, in numbers. */
export interface BatchInfo {
  readonly stage: string
  readonly records: number
  readonly bytes: number
  /** Time in the stage and in the commit, in milliseconds. */
  readonly runMs: number
  readonly commitMs: number
  /** When the oldest live record of the batch was appended; null without live records. */
  readonly oldestLive: number | null
  readonly ledger: readonly LedgerDelta[]
}

/** What a runner tells those who watch it; none of it may throw. */
export interface RunnerProbe {
  batch?(info: BatchInfo): void
  /** The outside does not take or give: the try number `attempt` follows in `waitMs`. */
  retry?(info: { stage: string; doing: string; attempt: number; waitMs: number; error: unknown }): void
  dead?(letters: readonly DeadLetter[]): void
  /** Partitions went to another member of the group; what was in hand of them is left to it. */
  lost?(info: { stage: string; error: unknown }): void
}

/** healthz is false only when `state` is `failed`; readyz also while it is `retrying`. */
export interface RunnerStatus {
  readonly state: 'new' | 'running' | 'retrying' | 'stopped' | 'failed'
  readonly detail: string
}
