import type { Label } from '@moodlight/core'

/** How many of each label; also the shape of the API's LabelCounts. */
export interface LabelCounts {
  readonly negative: number
  readonly neutral: number
  readonly positive: number
  readonly unscored: number
}

/** The counts of one language: label error is a property of the model for that language, so languages stay apart. */
export interface LanguageVotes {
  /** ISO 639-3. */
  readonly language: string
  readonly votes: LabelCounts
}

/** Order of rows and columns in every matrix of this package. */
export const LABELS: readonly Label[] = ['negative', 'neutral', 'positive']

export const NO_COUNTS: LabelCounts = Object.freeze({ negative: 0, neutral: 0, positive: 0, unscored: 0 })

export function addCounts(a: LabelCounts, b: LabelCounts): LabelCounts {
  return {
    negative: a.negative + b.negative,
    neutral: a.neutral + b.neutral,
    positive: a.positive + b.positive,
    unscored: a.unscored + b.unscored,
  }
}

/** Votes that carry a label. */
export function scored(counts: LabelCounts): number {
  return counts.negative + counts.neutral + counts.positive
}

export function total(counts: LabelCounts): number {
  return scored(counts) + counts.unscored
}

/** All languages together. */
export function sumLanguages(languages: Iterable<LanguageVotes>): LabelCounts {
  let sum = NO_COUNTS
  for (const { votes } of languages) sum = addCounts(sum, votes)
  return sum
}
