/** What is known of a text when one brand of it is judged. Pairs are log-odds of negative and positive against neutral. */
export interface Voices {
  /** The model of the language on the part that is about the brand, on the whole text, and on the part that is about the others. */
  readonly part: readonly [number, number]
  readonly whole: readonly [number, number]
  readonly rest: readonly [number, number]
  /** The model of targets for the brand, and for the others. */
  readonly towards: readonly [number, number]
  readonly against: readonly [number, number]
  /** What a comparison says: 1 for the brand, -1 against it, 0 none. */
  readonly lean: number
  /** The names are joined or taken together. */
  readonly together: boolean
  /** A word of contrast sets one against the other. */
  readonly turned: boolean
  /** The text ends by asking. */
  readonly asks: boolean
}

/** A small logistic model over voices: two rows of weights, for negative and for positive, the last one a constant. */
export type Blend = readonly [readonly number[], readonly number[]]

/** A voice is not heard louder than this: on very short texts the models are too sure. */
const LOUDEST = 4
const bounded = (pair: readonly [number, number]): [number, number] => [limit(pair[0]), limit(pair[1])]
const limit = (x: number): number => Math.max(-LOUDEST, Math.min(LOUDEST, x))

/** The voices as numbers, in the order of the weights. */
export function voiceNumbers(v: Voices): number[] {
  const together = v.together ? 1 : 0
  const turned = v.turned ? 1 : 0
  const asks = v.asks ? 1 : 0
  return [
    ...bounded(v.part),
    ...bounded(v.whole),
    ...bounded(v.rest),
    ...bounded(v.towards),
    ...bounded(v.against),
    v.lean,
    together,
    together * limit(v.whole[0]),
    together * limit(v.whole[1]),
    together * limit(v.rest[0]),
    together * limit(v.rest[1]),
    turned,
    turned * limit(v.rest[0]),
    turned * limit(v.rest[1]),
    asks,
    1,
  ]
}
export const VOICES = 21

/** Places of some voices. */
export const VOICE = { part: 0, rest: 4, towards: 6, against: 8, lean: 10 } as const

/** Log-odds of negative, neutral, positive. */
export function blended(blend: Blend, numbers: readonly number[]): [number, number, number] {
  let negative = 0
  let positive = 0
  for (let i = 0; i < numbers.length; i++) {
    negative += blend[0][i]! * numbers[i]!
    positive += blend[1][i]! * numbers[i]!
  }
  return [negative, 0, positive]
}
