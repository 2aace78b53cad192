import { hashWord, join } from '../model/hash.ts'
import { isSign } from '../model/target-sign.ts'
import { unitOf } from '../model/units.ts'
import { characterFeatures } from '../model/word-features.ts'
import { markNegated } from '../negation.ts'
import type { Clause } from '../scope/clauses.ts'
import type { Signed } from '../scope/names.ts'
import { MOST_TOKENS } from '../scorer.ts'

/** Receives the features of a text. */
export interface TowardsSink {
  /** One feature, and the tokens [place, place + span) that it speaks of; span 0 for one of the whole text. */
  feature(hash: number, place: number, span: number): void
  /** The letters of a word in a clause of this kind: the features of `letterFeatures`, for whoever can remember their sum. */
  letters(word: string, clause: number, place: number): void
}

/** Hashes of the runs of letters of a word in a clause of one kind, into `out`; gives their count. */
export function letterFeatures(word: string, clause: number, out: Uint32Array): number {
  const count = characterFeatures(word, out)
  for (let k = 0; k < count; k++) out[k] = join(SEED.letters + clause * 100, out[k]!)
  return count
}

const SEED = {
  around: 61,
  clause: 62,
  denied: 63,
  near: 64,
  word: 65,
  letters: 66,
  two: 67,
  twoAround: 68,
  twoClause: 69,
}
const LONG = { three: 71, threeAround: 72, four: 73, fourAfter: 74 }
const TEXT = { order: 81, turned: 82, together: 83 }
const WORD = 5
const TARGET = 101
const OTHER = 102
const FAR = 99
const SENTENCE_END = /^[.!?。！？؟…]/

/** The name last heard before each token and the next one after it: 0 none, 1 the target, 2 another; 3 and 4 the same in another sentence. */
const left = new Uint8Array(MOST_TOKENS)
const right = new Uint8Array(MOST_TOKENS)
const distance = new Uint16Array(MOST_TOKENS)
const inClause = new Uint8Array(MOST_TOKENS)
const negated = new Uint8Array(MOST_TOKENS)

/**
 * Features of a text in which signs stand for the brand judged and for others: words and runs of words by which name stands before and after
 * them and which names share their clause. They let a model learn how a language says that one is better than the other.
 */
export function visitTowards(signed: Signed, clauses: readonly Clause[], language: string, sink: TowardsSink): void {
  const { tokens, owner } = signed
  place(signed, clauses)
  markNegated(tokens, language, negated)
  let before = 7
  let second = 8
  let third = 9
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    const sign = isSign(token)
    const unit = unitOf(token)
    const hash = sign ? (owner[i] === 'target' ? TARGET : OTHER) : hashWord(unit, WORD)
    const around = left[i]! * 5 + right[i]!
    const clause = inClause[i]!
    if (!sign) {
      sink.feature(join(join(SEED.around, around), hash), i, 1)
      sink.feature(join(join(SEED.clause, clause), hash), i, 1)
      sink.feature(join(SEED.word, hash), i, 1)
      if (negated[i]) sink.feature(join(join(SEED.denied, clause), hash), i, 1)
      if (distance[i]! < FAR) {
        const step = Math.min(4, Math.floor(Math.log2(1 + distance[i]!)))
        sink.feature(join(join(SEED.near, step * 2 + (right[i] === 1 ? 1 : 0)), hash), i, 1)
      }
      if (token.kind === 'word') sink.letters(unit, clause, i)
    }
    const two = i > 0 ? 2 : 1
    const three = Math.min(3, i + 1)
    const pair = join(before, hash)
    sink.feature(join(SEED.two, pair), i - two + 1, two)
    sink.feature(join(join(SEED.twoAround, around), pair), i - two + 1, two)
    sink.feature(join(join(SEED.twoClause, clause), pair), i - two + 1, two)
    const triple = join(second, pair)
    sink.feature(join(LONG.three, triple), i - three + 1, three)
    sink.feature(join(join(LONG.threeAround, around), triple), i - three + 1, three)
    if (token.kind === 'han' && i > 2) {
      const four = join(third, triple)
      sink.feature(join(LONG.four, four), i - 3, 4)
      sink.feature(join(join(LONG.fourAfter, left[i]!), four), i - 3, 4)
    }
    third = second
    second = before
    before = hash
  }
  const order = !owner.includes('other') ? 0 : owner.indexOf('target') < owner.indexOf('other') ? 1 : 2
  sink.feature(join(TEXT.order, order), 0, 0)
  sink.feature(join(TEXT.turned, clauses.some((clause) => clause.contrast) ? order : 3), 0, 0)
  sink.feature(join(TEXT.together, clauses.some((clause) => clause.together) ? order : 3), 0, 0)
}

/** Fills the arrays above. */
function place({ tokens, owner }: Signed, clauses: readonly Clause[]): void {
  const ends = (i: number): boolean => tokens[i]!.kind === 'mark' && SENTENCE_END.test(tokens[i]!.norm)
  let last = 0
  let steps = FAR
  for (let i = 0; i < tokens.length; i++) {
    if (owner[i]) {
      last = owner[i] === 'target' ? 1 : 2
      if (last === 1) steps = 0
    } else if (steps < FAR) steps++
    left[i] = last
    distance[i] = steps
    if (ends(i)) {
      if (last === 1 || last === 2) last += 2
      steps = FAR
    }
  }
  last = 0
  steps = FAR
  for (let i = tokens.length - 1; i >= 0; i--) {
    if (ends(i)) {
      if (last === 1 || last === 2) last += 2
      steps = FAR
    }
    if (owner[i]) {
      last = owner[i] === 'target' ? 1 : 2
      if (last === 1) steps = 0
    } else if (steps < FAR) steps++
    right[i] = last
    distance[i] = Math.min(distance[i]!, steps)
  }
  for (const clause of clauses) {
    let names = 0
    for (let i = clause.from; i < clause.to; i++) if (owner[i]) names |= owner[i] === 'target' ? 1 : 2
    for (let i = clause.from; i < clause.to; i++)
      inClause[i] = names === 1 || names === 2 ? names : (names === 3 ? 3 : 8) + left[i]!
  }
}
