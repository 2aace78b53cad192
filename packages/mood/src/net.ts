import { type LanguageVotes, scored } from './counts.ts'
import { type Correction, correction, type ErrorModel } from './label-error.ts'
import { solve3, type Triple, toShares, transpose } from './matrix.ts'

/** Two-sided 95 %. */
export const Z95 = 1.959963984540054

/** How the counts were corrected for label error. */
export type CorrectionKind = 'measured' | 'stated-margin' | 'mixed' | 'none'

/** An interval for positive − negative, in [−1, 1]. */
export interface NetEstimate {
  readonly value: number
  readonly low: number
  readonly high: number
  /** Scored votes behind it. */
  readonly n: number
  /** Standard error of sampling and of the measured confusion together, before the margin. */
  readonly se: number
  /** What was added on both sides for label error that nobody measured. */
  readonly margin: number
  readonly correction: CorrectionKind
  /** Corrected shares of negative, neutral, positive. */
  readonly shares: Triple
}

/**
 * Net sentiment of votes in several languages with its widened 95 % interval; null without a scored vote.
 *
 * Sampling: a vote is worth the score of its label (see correction), the net is the mean worth over all languages. The interval is
 * the adjusted Wald interval for a difference of two shares of one multinomial (Bonett & Price, J. Educ. Behav. Stat. 37,
 * 2012): one vote is added on each side before mean and variance are taken, which keeps few or one-sided votes from looking certain.
 * Confusion: the delta method on C w = v gives dnet = −p' dC w, so its variance is Σᵢ pᵢ² (Σⱼ Cᵢⱼ wⱼ² − vᵢ²) / mᵢ for
 * mᵢ measured texts of true label i; languages are independent. Margins are added whole, weighted by votes: biases may
 * all point the same way.
 */
export function estimateNet(languages: Iterable<LanguageVotes>, errors: ErrorModel): NetEstimate | null {
  const parts = [...languages]
    .map(({ language, votes }) => ({ votes, n: scored(votes), fix: correction(errors(language)) }))
    .filter((part) => part.n > 0)
  const n = parts.reduce((sum, part) => sum + part.n, 0)
  if (n === 0) return null
  let [sum, squares, extraLow, extraHigh, margin, confusion] = [0, 0, 0, 0, 0, 0]
  const shares: [number, number, number] = [0, 0, 0]
  for (const { votes, n: ours, fix } of parts) {
    const weight = ours / n
    const counts: Triple = [votes.negative, votes.neutral, votes.positive]
    const p = truth(counts, ours, fix)
    for (const j of [0, 1, 2] as const) {
      sum += counts[j] * fix.scores[j]
      squares += counts[j] * fix.scores[j] ** 2
      shares[j] += weight * p[j]
    }
    extraLow += weight * fix.scores[0]
    extraHigh += weight * fix.scores[2]
    margin += weight * fix.margin
    confusion += weight ** 2 * confusionVariance(p, fix)
  }
  const centre = (sum + extraLow + extraHigh) / (n + 2)
  const spread = Math.max(0, (squares + extraLow ** 2 + extraHigh ** 2) / (n + 2) - centre ** 2)
  const se = Math.sqrt(spread / (n + 2) + confusion)
  const value = clip(shares[2] - shares[0])
  return {
    value,
    low: clip(Math.min(value, centre - Z95 * se) - margin),
    high: clip(Math.max(value, centre + Z95 * se) + margin),
    n,
    se,
    margin,
    correction: kindOf(parts.map((part) => part.fix)),
    shares,
  }
}

/** The true shares behind the labels: C' p = q, cut to what shares can be. */
function truth(counts: Triple, n: number, fix: Correction): Triple {
  const q = counts.map((x) => x / n) as unknown as Triple
  if (!fix.shares) return q
  return toShares(solve3(transpose(fix.shares), q) ?? q)
}

function confusionVariance(p: Triple, fix: Correction): number {
  if (!fix.shares) return 0
  let variance = 0
  for (const i of [0, 1, 2] as const) {
    const row = fix.shares[i]
    const second = row.reduce((s, c, j) => s + c * fix.scores[j]! ** 2, 0)
    variance += (p[i] ** 2 * Math.max(0, second - (i - 1) ** 2)) / fix.rows[i]
  }
  return variance
}

function kindOf(fixes: readonly Correction[]): CorrectionKind {
  const measured = fixes.filter((fix) => fix.measured).length
  if (measured === fixes.length) return 'measured'
  if (measured > 0) return 'mixed'
  return fixes.every((fix) => fix.margin === 0) ? 'none' : 'stated-margin'
}

function clip(x: number): number {
  return Math.max(-1, Math.min(1, x))
}
