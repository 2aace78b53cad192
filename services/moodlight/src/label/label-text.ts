import type { Probabilities, Sentiment, Span, UnscoredReason } from '@moodlight/core'
import type { Detector } from '@moodlight/language'
import type { SentimentModel } from '@moodlight/sentiment'
import { type Token, tokenize } from '@moodlight/text'
import { findTargets, overlaps } from './find-target.ts'

/** What is asked about one text. */
export interface TextToLabel {
  readonly text: string
  /** ISO 639-3, taken as it is; null: to be found. */
  readonly lang: string | null
  readonly targets: readonly string[]
}

export interface Evidence extends Span {
  /** Above zero speaks for, below zero against. */
  readonly weight: number
  readonly text: string
}

/** One judgement, in the words of the output of `moodlight label`. */
export interface Judgement {
  readonly label: 'negative' | 'neutral' | 'positive' | 'unscored'
  readonly probabilities: Probabilities | null
  /** The label's probability is above the published threshold. */
  readonly confident?: boolean
  readonly unscored?: UnscoredReason
  readonly evidence: readonly Evidence[]
}

export interface TargetJudgement extends Judgement {
  readonly target: string
  /** It stands in the text literally; false: the whole text was judged in its place. */
  readonly found: boolean
  /** What was judged: the part of the text about the target, or the whole text, because there is no such part or nothing but it. */
  readonly scope: 'target' | 'text'
}

export interface LabelledText extends Judgement {
  readonly lang: string
  readonly targets: readonly TargetJudgement[]
}

export interface Analysers {
  readonly detector: Detector
  readonly sentiment: SentimentModel
}

/** Labels one text as a whole and towards each target. Never throws. */
export function labelText({ detector, sentiment }: Analysers, asked: TextToLabel): LabelledText {
  const { text, targets } = asked
  const tokens = tokenize(text)
  const lang = asked.lang ?? detector.detect(text, tokens, []).code
  const whole = sentiment.score({ text, tokens, language: lang, target: null, others: [] })
  const judged = targets.length === 0 ? [] : towardsEach(sentiment, { text, tokens, language: lang }, targets, whole)
  return { lang, ...judgement(text, whole), targets: judged }
}

function towardsEach(
  sentiment: SentimentModel,
  words: { text: string; tokens: readonly Token[]; language: string },
  targets: readonly string[],
  whole: Sentiment,
): TargetJudgement[] {
  const places = findTargets(words.text, targets)
  return targets.map((target, i) => {
    const scored = scoreTarget(sentiment, words, places, i, whole)
    const found = places[i]!.length > 0
    return {
      target,
      found,
      ...judgement(words.text, scored),
      scope: scored.label === 'unscored' ? 'text' : scored.scope,
    }
  })
}

/**
 * The sentiment towards the i-th of several targets whose places are known; a target without a place is judged as the whole text.
 * The models see the words of the names: a target may be a word of judgement itself ("the service").
 */
export function scoreTarget(
  sentiment: SentimentModel,
  words: { text: string; tokens: readonly Token[]; language: string },
  places: readonly (readonly Span[])[],
  i: number,
  whole: Sentiment,
): Sentiment {
  const own = places[i] ?? []
  if (own.length === 0) return whole.label === 'unscored' ? whole : { ...whole, scope: 'text' }
  const others = places.flatMap((place, j) => (j === i ? [] : place)).filter((o) => !own.some((p) => overlaps(o, p)))
  return sentiment.score({ ...words, target: own, others, namesSeen: true })
}

function judgement(text: string, scored: Sentiment): Judgement {
  if (scored.label === 'unscored')
    return { label: 'unscored', probabilities: null, unscored: scored.reason, evidence: [] }
  const { label, probabilities, confident } = scored
  return {
    label,
    probabilities: rounded(probabilities),
    confident,
    evidence: scored.evidence.map((e) => ({ ...e, text: text.slice(e.start, e.end) })),
  }
}

/** Four decimals: more say nothing, and the output is read by people too. */
const rounded = (p: Probabilities): Probabilities => ({
  negative: four(p.negative),
  neutral: four(p.neutral),
  positive: four(p.positive),
})
const four = (x: number): number => Math.round(x * 10_000) / 10_000
