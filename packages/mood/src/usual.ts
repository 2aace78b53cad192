import { COLOUR_RULES } from './colour.ts'
import { addCounts, type LabelCounts, type LanguageVotes, NO_COUNTS, scored } from './counts.ts'
import { correction, type ErrorModel } from './label-error.ts'
import { estimateNet, type NetEstimate } from './net.ts'
import { t95 } from './student.ts'
import { MIN_SAMPLES } from './usual-windows.ts'

export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** What was heard in one window. `length`: how much of it is over, in ms; volumes are compared per time. */
export interface WindowCounts {
  readonly length: number
  readonly votes: readonly LanguageVotes[]
  /** All sure mentions of counted voices. */
  readonly volume: number
}

export interface Usual {
  /** Earlier windows behind it. */
  readonly samples: number
  /** Mentions to be expected in the window, and the range in which 95 of 100 usual windows lie. */
  readonly volume: Interval
  /** Net to be expected, and the range of usual windows of great size; null with too few votes. */
  readonly net: Interval | null
  /** The net now minus the usual one, with its interval. */
  readonly difference: Interval | null
  readonly against: 'better' | 'as-usual' | 'worse' | 'unknown'
  readonly volumeAgainst: 'more' | 'as-usual' | 'less' | 'unknown'
}

/** Compares a window with earlier ones (see usualWindows); null with fewer than three of them. */
export function usual(
  now: WindowCounts,
  earlier: readonly WindowCounts[],
  errors: ErrorModel,
  rules: { readonly band: number; readonly minimum: number } = COLOUR_RULES,
): Usual | null {
  if (earlier.length < MIN_SAMPLES || now.length <= 0) return null
  const volume = usualVolume(now, earlier)
  const against = compareNet(now, earlier, errors, rules)
  return {
    samples: earlier.length,
    volume,
    volumeAgainst: now.volume > volume.high ? 'more' : now.volume < volume.low ? 'less' : 'as-usual',
    ...against,
  }
}

/**
 * Prediction interval for one more window: mean ± t · sqrt(s² (1 + 1/k)), where s² is never below what chance alone makes
 * of a count (Poisson: its mean). Mentions come in bursts, so the spread of the earlier windows usually decides.
 */
function usualVolume(now: WindowCounts, earlier: readonly WindowCounts[]): Interval {
  const values = earlier.map((w) => (w.volume * now.length) / w.length)
  const { mean, variance } = moments(values)
  const half = t95(values.length - 1) * Math.sqrt(Math.max(variance, mean, 1) * (1 + 1 / values.length))
  return { value: mean, low: Math.max(0, mean - half), high: mean + half }
}

/**
 * The usual net is that of all earlier votes together. How much it moves from window to window (τ²) is the variance of the
 * windows' nets beyond their sampling error (method of moments, as DerSimonian & Laird, Control. Clin. Trials 7, 1986). A model's
 * bias is the same then and now and cancels in the difference, as far as the languages are the same: so of the margins only
 * Σ |share now − share then| · margin is added.
 */
function compareNet(
  now: WindowCounts,
  earlier: readonly WindowCounts[],
  errors: ErrorModel,
  rules: { readonly band: number; readonly minimum: number },
): Pick<Usual, 'net' | 'difference' | 'against'> {
  const nothing = { net: null, difference: null, against: 'unknown' } as const
  const windows = earlier
    .map((w) => estimateNet(w.votes, errors))
    .filter((e): e is NetEstimate => e !== null && e.n >= rules.minimum / 4)
  const allVotes = pool(earlier)
  const all = estimateNet(allVotes, errors)
  if (windows.length < MIN_SAMPLES || !all || all.n < rules.minimum) return nothing
  const k = windows.length
  const spread = moments(windows.map((w) => w.value)).variance
  const noise = moments(windows.map((w) => w.se ** 2)).mean
  const moves = Math.max(0, spread - noise) * (1 + 1 / k)
  const half = t95(k - 1) * Math.sqrt(moves + all.se ** 2)
  const net = { value: all.value, low: Math.max(-1, all.value - half), high: Math.min(1, all.value + half) }
  const current = estimateNet(now.votes, errors)
  if (!current || current.n < rules.minimum) return { ...nothing, net }
  const value = current.value - all.value
  const reach = t95(k - 1) * Math.sqrt(moves + all.se ** 2 + current.se ** 2) + mixMargin(now.votes, allVotes, errors)
  const difference = { value, low: Math.max(-2, value - reach), high: Math.min(2, value + reach) }
  const sure = Math.abs(value) >= rules.band && (difference.low > 0 || difference.high < 0)
  return { net, difference, against: !sure ? 'as-usual' : value > 0 ? 'better' : 'worse' }
}

function pool(windows: readonly WindowCounts[]): LanguageVotes[] {
  const sums = new Map<string, LabelCounts>()
  for (const window of windows)
    for (const { language, votes } of window.votes)
      sums.set(language, addCounts(sums.get(language) ?? NO_COUNTS, votes))
  return [...sums].map(([language, votes]) => ({ language, votes }))
}

function mixMargin(now: readonly LanguageVotes[], then: readonly LanguageVotes[], errors: ErrorModel): number {
  const change = new Map<string, number>()
  for (const [votes, sign] of [
    [now, 1],
    [then, -1],
  ] as const) {
    const all = votes.reduce((sum, v) => sum + scored(v.votes), 0)
    for (const v of votes)
      change.set(v.language, (change.get(v.language) ?? 0) + (sign * scored(v.votes)) / Math.max(1, all))
  }
  let margin = 0
  for (const [language, by] of change) margin += Math.abs(by) * correction(errors(language)).margin
  return margin
}

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0)
  return { mean, variance: values.length > 1 ? squares / (values.length - 1) : 0 }
}
