import { existsSync, readFileSync } from 'node:fs'

/** Rows the true label, columns the label given, both negative, neutral, positive: numbers of texts. */
export type LabelCounts = readonly (readonly [number, number, number])[]

/** What happens to the net sentiment of a set that the model has not met. */
export interface SetBias {
  readonly language: string
  readonly set: string
  /** Development rows. */
  readonly n: number
  /** Net as labelled less net as it is, of the shipped model, which was trained on the training part of the set. */
  readonly bias: number
  /** The same, and the labels given, of a small model trained without the set and its kin. */
  readonly leaveOneOut: { readonly bias: number; readonly n: number; readonly confusion: LabelCounts }
  /**
   * Share of 95 % intervals that hold the true net when posts of the set are drawn in other mixes of labels: uncorrected with the stated margin, and with
   * the error that the other sets of the language teach. null where the language has too few sets.
   */
  readonly coverage: { readonly stated: number; readonly others: number } | null
}

/** The label error of a language, from sets that were left out one by one. */
export interface LanguageError {
  readonly language: string
  /** Sets behind it. */
  readonly sets: number
  /** Do counts get corrected by the confusion, or only widened? What gives narrower intervals of the same coverage. */
  readonly corrected: boolean
  readonly confusion: LabelCounts
  /** What is added on both sides of an interval, in net units. */
  readonly margin: number
  /** Share of intervals that hold the truth on a set that took no part in confusion and margin, mean over the sets. */
  readonly coverage: number
  /** The same with a stated margin of 0.1 and no correction. */
  readonly statedCoverage: number
}

export interface BiasFile {
  readonly format: 1
  /** How the small models were trained. */
  readonly quick: {
    readonly taught: boolean
    readonly bits: number
    readonly epochs: number
    readonly members: number
    readonly mostRows: number
  }
  readonly languages: readonly LanguageError[]
  readonly sets: readonly SetBias[]
}

const FILE = new URL('../models/bias.json', import.meta.url)
let read: BiasFile | null | undefined

/** What is known of bias, or null where nobody measured it. */
export function biasFile(): BiasFile | null {
  if (read === undefined) read = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as BiasFile) : null
  return read
}

/** The label error of a language by which moods are corrected and widened, or null where it has not been measured. */
export const languageError = (language: string): LanguageError | null =>
  biasFile()?.languages.find((found) => found.language === language) ?? null
