import type { Label, Probabilities } from '@moodlight/core'

export const LABELS: readonly Label[] = ['negative', 'neutral', 'positive']

/** From this probability of the label on, it is shown as certain. Published: a change needs a new accuracy card. */
export const CONFIDENT = 0.6

/** Softmax over three log-odds. */
export function probabilities(logits: Float64Array): Probabilities {
  const top = Math.max(logits[0]!, logits[1]!, logits[2]!)
  const negative = Math.exp(logits[0]! - top)
  const neutral = Math.exp(logits[1]! - top)
  const positive = Math.exp(logits[2]! - top)
  const sum = negative + neutral + positive
  return { negative: negative / sum, neutral: neutral / sum, positive: positive / sum }
}

/** The most probable label; of equals the more neutral one. */
export function likeliest(p: Probabilities): Label {
  if (p.neutral >= p.negative && p.neutral >= p.positive) return 'neutral'
  return p.negative > p.positive ? 'negative' : 'positive'
}
