import { readCard, trainedLanguages } from './model/card.ts'

/** How often each true label (row) gets each label (column), both in the order negative, neutral, positive; each row sums to 1. */
export interface Confusion {
  readonly matrix: readonly (readonly [number, number, number])[]
  /** Rows of text that it was measured on, none of them trained on. */
  readonly n: number
}

const known = new Map<string, Confusion | null>()

/** The measured confusion of the model of a language, or null where there is no trained model. */
export function confusion(language: string): Confusion | null {
  let found = known.get(language)
  if (found === undefined) {
    const card = trainedLanguages().includes(language) ? readCard(language) : null
    found = card ? { matrix: card.confusion, n: card.measured } : null
    known.set(language, found)
  }
  return found
}
