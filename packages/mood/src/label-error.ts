import { solve3, type Triple } from './matrix.ts'

/**
 * How wrong the labels of one language may be.
 * measured: counts of a test set, rows the true label, columns the label given, both negative, neutral, positive; `margin` is
 * what the measurement itself may miss (the test set is not the brand's own posts), in net units, 0 when not given.
 * stated: nobody measured it; the net may be off by `margin` (0.1 = 10 points) either way.
 */
export type LabelError =
  | { readonly kind: 'measured'; readonly confusion: readonly [Triple, Triple, Triple]; readonly margin?: number }
  | { readonly kind: 'stated'; readonly margin: number }

/** The label error of a language; must be total. */
export type ErrorModel = (language: string) => LabelError

/** Stands in until a language is measured: 10 points of net, the size of error seen on unseen sets (see PRODUCT.md, Mood). */
export const STATED_MARGIN = 0.1

/** Fewer test texts of one true label than this say nothing about its row. */
const MIN_ROW = 10
/** Scores beyond this mean that the labels hardly depend on the truth: a correction would only blow up noise. */
const MAX_SCORE = 8

/** A label error made ready: what a vote of each label is worth, and how sure that is. */
export interface Correction {
  /** Worth of a vote labelled negative, neutral, positive. Without correction −1, 0, 1. */
  readonly scores: Triple
  /** P(label | truth), rows the truth; null without correction. */
  readonly shares: readonly [Triple, Triple, Triple] | null
  /** Texts measured per true label. */
  readonly rows: Triple
  readonly margin: number
  readonly measured: boolean
}

const UNCORRECTED = {
  scores: [-1, 0, 1] as const,
  shares: null,
  rows: [0, 0, 0] as const,
}

const cache = new WeakMap<LabelError, Correction>()

/**
 * Scores w with C w = (−1, 0, 1): the expected worth of a vote is then the true sign of its text, so the mean worth is an
 * unbiased net. It is the matrix form of Rogan & Gladen (Am. J. Epidemiol. 107, 1978), "adjusted count" in Forman (Data
 * Min. Knowl. Disc. 17, 2008), and rests on P(label | truth) being the same in test set and brand. Half a text is added to
 * every cell (Jeffreys), so that a cell of zero is not taken for certainty. Too small or nearly singular: margin 1, which
 * colours nothing.
 */
export function correction(error: LabelError): Correction {
  const known = cache.get(error)
  if (known) return known
  const made = make(error)
  cache.set(error, made)
  return made
}

function make(error: LabelError): Correction {
  if (error.kind === 'stated') return { ...UNCORRECTED, margin: error.margin, measured: false }
  const rows = error.confusion.map((row) => row[0] + row[1] + row[2]) as unknown as Triple
  if (rows.some((n) => n < MIN_ROW)) return { ...UNCORRECTED, margin: 1, measured: false }
  const shares = error.confusion.map((row, i) => row.map((n) => (n + 0.5) / (rows[i]! + 1.5))) as unknown as [
    Triple,
    Triple,
    Triple,
  ]
  const scores = solve3(shares, [-1, 0, 1])
  if (!scores || scores.some((w) => Math.abs(w) > MAX_SCORE)) return { ...UNCORRECTED, margin: 1, measured: false }
  return { scores, shares, rows, margin: error.margin ?? 0, measured: true }
}
