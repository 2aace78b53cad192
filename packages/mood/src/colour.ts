import { type LabelCounts, scored, total } from './counts.ts'
import type { NetEstimate } from './net.ts'

export type Colour = 'green' | 'red' | 'mixed' | 'grey'

export type ReasonCode =
  | 'above-band'
  | 'below-band'
  | 'interval-holds-zero'
  | 'inside-band'
  | 'balanced'
  | 'too-few'
  | 'all-unscored'
  | 'mostly-unscored'
  | 'no-data'
  | 'not-watched'
  | 'stale'

/** Why a colour is what it is. `have` and `need` are votes, for `mostly-unscored` shares of votes. */
export interface ColourReason {
  readonly code: ReasonCode
  readonly have?: number
  readonly need?: number
}

export interface ColourRules {
  /** Least |net| of a colour: 0.05 = 5 points. */
  readonly band: number
  /** Least scored votes. */
  readonly minimum: number
  /** Least corrected share of each side for `mixed`. */
  readonly considerable: number
  /** Least share of votes that are scored: what could not be read may think otherwise. */
  readonly scoredShare: number
}

export const COLOUR_RULES: ColourRules = { band: 0.05, minimum: 20, considerable: 0.15, scoredShare: 0.2 }

/**
 * A colour needs evidence and size: green or red only when the widened interval excludes zero and |net| reaches the band.
 * Otherwise mixed, when both sides have a considerable share, or grey with its reason.
 */
export function colour(
  votes: LabelCounts,
  net: NetEstimate | null,
  rules: ColourRules = COLOUR_RULES,
): { readonly colour: Colour; readonly reason: ColourReason } {
  const [all, read] = [total(votes), scored(votes)]
  if (all === 0) return grey({ code: 'no-data' })
  if (read === 0 || net === null) return grey({ code: 'all-unscored' })
  if (read < rules.minimum) return grey({ code: 'too-few', have: read, need: rules.minimum })
  if (read / all < rules.scoredShare)
    return grey({ code: 'mostly-unscored', have: read / all, need: rules.scoredShare })
  const holdsZero = net.low <= 0 && net.high >= 0
  const insideBand = Math.abs(net.value) < rules.band
  if (!holdsZero && !insideBand)
    return net.value > 0
      ? { colour: 'green', reason: { code: 'above-band' } }
      : { colour: 'red', reason: { code: 'below-band' } }
  const [negative, , positive] = net.shares
  if (Math.min(negative, positive) >= rules.considerable)
    return { colour: 'mixed', reason: { code: holdsZero ? 'interval-holds-zero' : 'inside-band' } }
  return grey({ code: insideBand ? 'balanced' : 'interval-holds-zero' })
}

function grey(reason: ColourReason) {
  return { colour: 'grey' as const, reason }
}
