import type { Sentiment } from '../../packages/core/src/index.ts'
import type { SentimentModel } from '../../packages/sentiment/src/index.ts'
import { tokenize } from '../../packages/text/src/index.ts'

/** A label's probability must fall by this much, or the label change, for evidence to count as felt. */
const LEAST_FALL = 0.1

/**
 * Takes away the span that speaks strongest for a label (DeYoung et al. 2020: comprehensiveness) and judges again. null where there is
 * nothing to take: neutral and unscored.
 */
export function deletionTest(model: SentimentModel, text: string, language: string, scored: Sentiment): boolean | null {
  if (scored.label === 'unscored' || scored.label === 'neutral') return null
  const sign = scored.label === 'positive' ? 1 : -1
  const top = scored.evidence.reduce<{ start: number; end: number; weight: number } | null>(
    (best, span) => (span.weight * sign > (best ? best.weight * sign : 0) ? span : best),
    null,
  )
  if (!top) return false
  const rest = `${text.slice(0, top.start)} ${text.slice(top.end)}`
  const again = model.score({ text: rest, tokens: tokenize(rest), language, target: null, others: [] })
  if (again.label !== scored.label) return true
  return again.probabilities[scored.label] <= scored.probabilities[scored.label] - LEAST_FALL
}
