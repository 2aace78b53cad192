import type { ErrorModel, LabelError } from '@moodlight/mood'
import { type Confusion, confusion } from '@moodlight/sentiment'

/**
 * The label error per language by which moods are corrected and widened: the confusion measured on texts that the model of the
 * language had not seen, where there is one. The stated margin is added in both cases: a test set is not the brand's own
 * posts, and on domains that a model has not met its net was off by that much.
 */
export function labelErrors(margin: number): ErrorModel {
  const known = new Map<string, LabelError>()
  return (language) => {
    const before = known.get(language)
    if (before) return before
    const measured = confusion(language)
    const error: LabelError = measured
      ? { kind: 'measured', confusion: counts(measured), margin }
      : { kind: 'stated', margin }
    known.set(language, error)
    return error
  }
}

type Counts = Extract<LabelError, { kind: 'measured' }>['confusion']

/** Shares per true label as numbers of texts, each true label a third of the test: what the uncertainty is made of. */
function counts({ matrix, n }: Confusion): Counts {
  return matrix.map((row) => row.map((share) => (share * n) / 3)) as unknown as Counts
}
