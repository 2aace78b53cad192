import type { Token } from '@moodlight/text'
import { markNegated } from '../negation.ts'
import { MOST_TOKENS } from '../scorer.ts'
import { hashWord, join } from './hash.ts'
import { visitNear } from './near.ts'
import { shouted, unitOf } from './units.ts'
import type { WordScores } from './word-scores.ts'

/** Receives the features of a text. `place` is the token it belongs to, or the first of `span` tokens. */
export interface FeatureSink {
  /** One word: stands for itself and its character n-grams; returns the hash of the word. */
  word(unit: string, place: number): number
  feature(hash: number, place: number, span: number): void
  /** A feature of the whole text, which no word can be blamed for; `times` is how strongly it counts. */
  general(hash: number, times: number): void
}

const SEED = {
  begin: 11,
  two: 12,
  three: 13,
  four: 14,
  denied: 15,
  sign: 16,
  shouted: 17,
  tag: 18,
  shouts: 19,
  length: 20,
  marks: 21,
  listed: 22,
  balance: 23,
  targeted: 24,
}
/** Sums of the scores for and against, per list. */
const sums = new Float64Array(32)
const negated = new Uint8Array(MOST_TOKENS)
const hashes = new Uint32Array(MOST_TOKENS)
const isBreak = (token: Token): boolean => token.kind === 'mark'

/**
 * Features of a text, in one fixed order: words with their character n-grams, runs of two and three words (up to four Han
 * characters), denied words, shouting, hashtags, length.
 */
export function visitFeatures(
  text: string,
  tokens: readonly Token[],
  language: string,
  lists: WordScores | null,
  sink: FeatureSink,
): void {
  markNegated(tokens, language, negated)
  const han = language === 'zho' || language === 'jpn'
  let shouts = 0
  let size = 0
  sums.fill(0)
  let words = 0
  let before = SEED.begin
  let beforeThat = 0
  let third = 0
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    const unit = unitOf(token)
    const spoken = token.kind === 'word' || token.kind === 'hashtag'
    const hash = spoken ? sink.word(unit, i) : hashWord(unit, SEED.sign)
    hashes[i] = hash
    size += unit.length * 4 + 3
    if (lists && (spoken || token.kind === 'emoji')) {
      const row = lists.row(unit)
      if (row >= 0) listed(lists, row, negated[i]!, i, sink)
    }
    if (!spoken) sink.feature(hash, i, 1)
    if (spoken || token.kind === 'han') words++
    const runs = i === 0 ? 1 : 2
    sink.feature(join(join(SEED.two, before), hash), i - runs + 1, runs)
    if (i > 0) {
      const from = Math.max(0, i - 2)
      sink.feature(join(join(join(SEED.three, beforeThat), before), hash), from, i - from + 1)
    }
    if (han && i > 2) sink.feature(join(join(join(join(SEED.four, third), beforeThat), before), hash), i - 3, 4)
    if (negated[i] && !isBreak(token)) sink.feature(join(SEED.denied, hash), i, 1)
    if (token.kind === 'hashtag') sink.feature(join(SEED.tag, hash), i, 1)
    if (shouted(text, token)) {
      shouts++
      sink.feature(join(SEED.shouted, hash), i, 1)
    }
    third = beforeThat
    beforeThat = before
    before = hash
  }
  if (visitNear(tokens, hashes, negated, sink)) sink.general(SEED.targeted, 2)
  if (lists) balance(lists, Math.max(1, Math.round(Math.sqrt(size) / 3)), sink)
  if (shouts > 0) sink.general(join(SEED.shouts, Math.min(3, shouts)), 2)
  sink.general(join(SEED.length, Math.min(9, Math.floor(Math.log2(1 + words)))), 2)
}

/** A word of a list: how strong, which way, denied or not. */
function listed(lists: WordScores, row: number, denied: number, place: number, sink: FeatureSink): void {
  for (let i = 0; i < lists.lists; i++) {
    const score = lists.scores[row * lists.lists + i]!
    if (score === 0) continue
    const strength = (score > 0 ? 1 : 0) + (Math.abs(score) > 50 ? 2 : 0) + (denied ? 4 : 0)
    sink.feature(join(SEED.listed + i * 100, strength), place, 1)
    const value = (denied ? -0.7 * score : score) / 100
    if (value > 0) sums[i * 2]! += value
    else sums[i * 2 + 1]! -= value
  }
}

const step = (x: number): number => (x <= 0 ? 0 : Math.min(6, 1 + Math.floor(Math.log2(1 + x * 4))))

/** What a list says of the text as a whole: how much for, how much against, and which is more. */
function balance(lists: WordScores, times: number, sink: FeatureSink): void {
  for (let i = 0; i < lists.lists; i++) {
    const up = sums[i * 2]!
    const down = sums[i * 2 + 1]!
    const list = SEED.balance + i * 100
    sink.general(join(list, step(up)), times)
    sink.general(join(list, 10 + step(down)), times)
    sink.general(join(list, (up > down ? 20 : up < down ? 30 : 40) + step(Math.abs(up - down))), times)
  }
}

/** Seeds and orders above are part of every model file: a change here needs a new training. */
export const FEATURE_VERSION = 1
export { hashWord }
export const WORD_SEED = 1
