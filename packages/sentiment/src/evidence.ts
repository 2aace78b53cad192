import type { EvidenceSpan } from '@moodlight/core'
import type { Token } from '@moodlight/text'
import { isSign } from './model/target-sign.ts'

/** Spans shown at most; the strongest stay. */
const MOST_SPANS = 24
/** A weight below this share of the strongest is not worth a mark. */
const LEAST_SHARE = 0.08
/** A span may run over one token without a say, of up to this many characters: "never *ever* again" is one reason. */
const NEIGHBOURS = 2
const GAP = 8

interface Weighed {
  readonly token: Token
  readonly weight: number
  /** Place among the tokens judged: only neighbours join into one span. */
  readonly place: number
}

/**
 * The spans that made a label, in order of place: neighbouring tokens of one sign are one span. `leaning` are the tokens of a
 * comparison that together weigh `lean`. A name is no evidence.
 */
export function evidenceSpans(
  tokens: readonly Token[],
  weights: Float64Array,
  leaning: readonly Token[],
  lean: number,
): EvidenceSpan[] {
  const all: Weighed[] = tokens.map((token, place) => ({ token, weight: isSign(token) ? 0 : weights[place]!, place }))
  if (leaning.length > 0) {
    for (const [i, token] of leaning.entries()) all.push({ token, weight: lean / leaning.length, place: 1e6 + i })
    all.sort((a, b) => a.token.start - b.token.start || a.place - b.place)
  }
  let strongest = 0
  for (const { weight } of all) strongest = Math.max(strongest, Math.abs(weight))
  if (strongest === 0) return []
  const spans: EvidenceSpan[] = []
  let last = -2
  for (const { token, weight, place } of all) {
    if (Math.abs(weight) < strongest * LEAST_SHARE) continue
    const before = spans.at(-1)
    const joins = before && place - last <= NEIGHBOURS && place > last && Math.sign(before.weight) === Math.sign(weight)
    if (before && ((joins && token.start - before.end <= GAP) || token.start < before.end)) {
      before.end = Math.max(before.end, token.end)
      before.weight += weight
    } else spans.push({ start: token.start, end: token.end, weight })
    last = place
  }
  if (spans.length <= MOST_SPANS) return spans.map(rounded)
  const bar = spans.map((span) => Math.abs(span.weight)).sort((a, b) => b - a)[MOST_SPANS - 1]!
  return spans
    .filter((span) => Math.abs(span.weight) >= bar)
    .slice(0, MOST_SPANS)
    .map(rounded)
}

/** Three decimals are plenty, and keep the events small. */
const rounded = (span: EvidenceSpan): EvidenceSpan => ({ ...span, weight: Math.round(span.weight * 1000) / 1000 })
