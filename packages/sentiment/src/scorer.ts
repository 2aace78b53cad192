import type { Token } from '@moodlight/text'

/** What a scorer says about a stretch of tokens. Arrays are the scorer's own and hold until its next call. */
export interface Scored {
  /** Log-odds up to a constant, before calibration: negative, neutral, positive. */
  readonly logits: Float64Array
  /** Signed weight of each token: above zero speaks for, below zero against. */
  readonly weights: Float64Array
  /** How many tokens had a say. */
  readonly evidence: number
}

/** One way of judging one language. */
export interface Scorer {
  /** Name in the origin of a label, such as `lexicon-eng`. */
  readonly name: string
  /** `tokens` are some or all of the tokens of `text`, at most MOST_TOKENS. */
  score(text: string, tokens: readonly Token[]): Scored
}

/** Tokens judged at most; the rest of a longer text is not read. Bounds time and memory on hostile texts. */
export const MOST_TOKENS = 2000
