import type { Token } from '@moodlight/text'
import { MOST_TOKENS } from '../scorer.ts'
import type { FeatureSink } from './features.ts'
import { join } from './hash.ts'
import { isTarget } from './target-sign.ts'

const SEED = { near: 51, side: 52, two: 53, three: 54, denied: 55 }
/** How far from the name a word may stand, in tokens. */
const REACH = 10
/** Han characters are shorter than words. */
const HAN_REACH = 16

/** Distance to the nearest name on the left (before) and on the right (after) of each token, within its sentence. */
const before = new Uint16Array(MOST_TOKENS)
const after = new Uint16Array(MOST_TOKENS)
const FAR = 0xffff
const SENTENCE_END = /^[.!?。！？؟…]/

/**
 * Features of the words around the target, apart from those of the text: which words, on which side, how near, denied or not. With them the
 * same words can speak for one brand of a text and not for another.
 */
export function visitNear(
  tokens: readonly Token[],
  hashes: Uint32Array,
  negated: Uint8Array,
  sink: FeatureSink,
): boolean {
  if (!measureDistances(tokens)) return false
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (isTarget(token)) continue
    const reach = token.kind === 'han' ? HAN_REACH : REACH
    const distance = Math.min(before[i]!, after[i]!)
    if (distance > reach) continue
    const hash = hashes[i]!
    // 0 right after the name, 1 near after, 2 far after; 3 to 5 the same before it.
    const side = (before[i]! <= after[i]! ? 0 : 3) + (distance <= 2 ? 0 : distance <= 5 ? 1 : 2)
    sink.feature(join(SEED.near, hash), i, 1)
    sink.feature(join(join(SEED.side, side), hash), i, 1)
    if (negated[i]) sink.feature(join(SEED.denied, hash), i, 1)
    if (i > 0) sink.feature(join(join(SEED.two, hashes[i - 1]!), hash), i - 1, 2)
    if (i > 1) sink.feature(join(join(join(SEED.three, hashes[i - 2]!), hashes[i - 1]!), hash), i - 2, 3)
  }
  return true
}

function measureDistances(tokens: readonly Token[]): boolean {
  let found = false
  let last = FAR
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (isTarget(token)) {
      last = 0
      found = true
    } else if (last !== FAR) last++
    before[i] = last
    if (token.kind === 'mark' && SENTENCE_END.test(token.norm)) last = FAR
  }
  last = FAR
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i]!
    if (token.kind === 'mark' && SENTENCE_END.test(token.norm)) last = FAR
    if (isTarget(token)) last = 0
    else if (last !== FAR) last++
    after[i] = last
  }
  return found
}
