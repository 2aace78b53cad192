import type { EvidenceSpan, Span } from '@moodlight/core'
import type { Token } from '@moodlight/text'

/** Spans shown at most; the strongest stay. */
const MOST_SPANS = 24
/** A weight below this share of the strongest is not worth a mark. */
const LEAST_SHARE = 0.12
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
 * The spans that made a label, in order of place: neighbouring tokens of one sign are one span, that does not run over a name and neither begins nor ends
 * with punctuation. `leaning` are the tokens of a comparison that together weigh `lean`. A name is no evidence.
 */
export function evidenceSpans(
  tokens: readonly Token[],
  weights: Float64Array,
  leaning: readonly Token[],
  lean: number,
  names: readonly Span[],
): EvidenceSpan[] {
  const named = (token: Token): boolean => names.some((name) => token.start < name.end && name.start < token.end)
  const smooth = smoothed(tokens, weights)
  const all: Weighed[] = []
  for (const [place, token] of tokens.entries())
    if (token.kind !== 'mark' && !named(token)) all.push({ token, weight: smooth[place]!, place })
  if (leaning.length > 0) {
    const words = leaning.filter((token) => token.kind !== 'mark' && !named(token))
    for (const [i, token] of words.entries()) all.push({ token, weight: lean / words.length, place: 1e6 + i })
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
    const between = before && joins && !names.some((name) => name.start >= before.end && name.end <= token.start)
    if (before && ((between && token.start - before.end <= GAP) || token.start < before.end)) {
      before.end = Math.max(before.end, token.end)
      before.weight += weight
    } else spans.push({ start: token.start, end: token.end, weight })
    last = place
  }
  // One letter or character is no word, unless little else speaks.
  const telling = spans.filter((span) => span.end - span.start > 1 || Math.abs(span.weight) >= strongest / 2)
  if (telling.length <= MOST_SPANS) return telling.map(rounded)
  const bar = telling.map((span) => Math.abs(span.weight)).sort((a, b) => b - a)[MOST_SPANS - 1]!
  return telling
    .filter((span) => Math.abs(span.weight) >= bar)
    .slice(0, MOST_SPANS)
    .map(rounded)
}

/** Han characters share their weight with their neighbours: a word is several of them, and half a word is no reason. */
function smoothed(tokens: readonly Token[], weights: Float64Array): Float64Array {
  if (!tokens.some((token) => token.kind === 'han')) return weights
  const result = Float64Array.from(weights.subarray(0, tokens.length))
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]!.kind !== 'han') continue
    const before = i > 0 && tokens[i - 1]!.kind === 'han' ? weights[i - 1]! : 0
    const after = tokens[i + 1]?.kind === 'han' ? weights[i + 1]! : 0
    result[i] = weights[i]! / 2 + (before + after) / 4
  }
  return result
}

/** Three decimals are plenty, and keep the events small. */
const rounded = (span: EvidenceSpan): EvidenceSpan => ({ ...span, weight: Math.round(span.weight * 1000) / 1000 })
