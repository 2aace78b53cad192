import type { ErrorModel, LabelError, Triple } from '@moodlight/mood'
import { languageError } from '@moodlight/sentiment'

/**
 * The label error per language by which moods are corrected and widened: as measured on sets that a model had never met (`pnpm train --bias`;
 * docs/accuracy.md shows set by set how often such intervals hold the truth), and the stated margin for languages where nobody measured it.
 * The confusion of sets that a model was trained on is not used: on texts of another kind it pulls the net past the truth.
 */
export function labelErrors(margin: number): ErrorModel {
  const stated: LabelError = { kind: 'stated', margin }
  const known = new Map<string, LabelError>()
  return (language) => {
    let error = known.get(language)
    if (!error) {
      error = measured(language) ?? stated
      known.set(language, error)
    }
    return error
  }
}

function measured(language: string): LabelError | null {
  const found = languageError(language)
  if (!found) return null
  if (!found.corrected) return { kind: 'stated', margin: found.margin }
  return {
    kind: 'measured',
    confusion: found.confusion as unknown as readonly [Triple, Triple, Triple],
    margin: found.margin,
  }
}
