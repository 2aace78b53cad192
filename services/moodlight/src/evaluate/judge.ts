import type { Sentiment } from '@moodlight/core'
import { type JudgedRows, LABELS, UNSCORED } from './figures.ts'

/** Adds what the model says of a row whose true label is known. */
export function addJudged(rows: JudgedRows, truth: number, scored: Sentiment): void {
  if (scored.label === 'unscored') {
    rows.add({ truth, given: UNSCORED, probability: 0, masked: UNSCORED, maskedProbability: 0 })
    return
  }
  const { label, probabilities: p } = scored
  rows.add({
    truth,
    given: LABELS.indexOf(label),
    probability: p[label],
    masked: p.negative > p.positive ? 0 : 2,
    maskedProbability: Math.max(p.negative, p.positive) / (p.negative + p.positive || 1),
  })
}

/** The index of the label given, UNSCORED when there is none. */
export const givenOf = (scored: Sentiment): number =>
  scored.label === 'unscored' ? UNSCORED : LABELS.indexOf(scored.label)
