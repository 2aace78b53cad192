import type { Outcome } from '@moodlight/core'

/**
 * A stage is batch in, batch out, and pure towards the outside: only the runner touches the log. Outcomes stand in the order
 * of the batch, one for each record. A thrown transient error makes the runner try the batch again later; any other thrown
 * error is searched for the guilty record by halving.
 */
export interface Stage<In, Out> {
  readonly name: string
  run(batch: readonly In[], signal: AbortSignal): Promise<readonly Outcome<Out>[]>
}
