import { dead, isTransient, MoodlightError, type Outcome } from '@moodlight/core'
import type { Stage } from './stage.ts'

/** true for what no other record can mend: our own broken promise, or a deployment that is set up wrongly. */
export function stopsTheProcess(error: unknown): boolean {
  return error instanceof MoodlightError && (error.class === 'invariant' || error.class === 'config')
}

/**
 * Runs a batch; when it fails on its input, the guilty records are found by halving and become dead, all others get their
 * outcome. Transient errors and broken invariants are thrown on.
 */
export async function runHalving<In, Out>(
  stage: Stage<In, Out>,
  batch: readonly In[],
  signal: AbortSignal,
): Promise<readonly Outcome<Out>[]> {
  try {
    const outcomes = await stage.run(batch, signal)
    if (outcomes.length !== batch.length)
      throw new MoodlightError(
        'ML_INTERNAL',
        `${stage.name} gave ${outcomes.length} outcomes for ${batch.length} records`,
      )
    return outcomes
  } catch (error) {
    if (isTransient(error) || stopsTheProcess(error)) throw error
    if (batch.length <= 1) {
      const code = error instanceof MoodlightError && error.class === 'input' ? error.code : 'ML_STAGE_FAILED'
      return batch.map(() => dead(code, error))
    }
    const half = batch.length >> 1
    const first = await runHalving(stage, batch.slice(0, half), signal)
    return [...first, ...(await runHalving(stage, batch.slice(half), signal))]
  }
}
