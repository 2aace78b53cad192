import type { Token } from '@moodlight/text'
import type { Scope } from '../scope/scope.ts'
import type { Scorer } from '../scorer.ts'
import { type Blend, blended, VOICE, voiceNumbers } from './blend.ts'
import type { TowardsCard, TowardsScorer } from './towards-scorer.ts'
import { hear } from './voices.ts'

/** A judgement of one brand: log-odds of negative, neutral and positive, and what each token of `tokens` weighs for it. */
export interface Judged {
  readonly logits: Float64Array
  readonly tokens: readonly Token[]
  readonly weights: Float64Array
  /** What the tokens of a comparison weigh together. */
  readonly lean: number
  /** How many tokens had a say. */
  readonly evidence: number
}

/** Judges with both models. `mirror` is the scope with the others as the target, null when the brand is alone. */
export function judgeTowards(
  scorer: Scorer,
  towards: TowardsScorer,
  card: TowardsCard,
  text: string,
  own: Scope,
  mirror: Scope | null,
): Judged {
  const blend = mirror ? card.beside : card.alone
  const { voices, said } = hear(scorer, towards, text, own, mirror)
  const logits = Float64Array.from(blended(blend, voiceNumbers(voices)))
  const { tokens } = own.signed
  const weights = new Float64Array(tokens.length)
  const ofPart = worth(blend, VOICE.part)
  const ofTowards = worth(blend, VOICE.towards)
  let evidence = said.evidence
  // The part is a choice of the tokens, in their order.
  for (let i = 0, k = 0; i < tokens.length; i++) {
    const voice = towards.weights[i]!
    if (voice !== 0) evidence++
    weights[i] = voice * ofTowards
    if (own.tokens[k] === tokens[i]) weights[i]! += said.weights[k++]! * ofPart
  }
  const lean = own.lean * (blend[1][VOICE.lean]! - blend[0][VOICE.lean]!)
  return { logits, tokens, weights, lean, evidence }
}

/** How far a voice moves positive away from negative, per unit of its own such difference. */
const worth = ([negative, positive]: Blend, at: number): number =>
  (positive[at + 1]! - negative[at + 1]! + negative[at]! - positive[at]!) / 2
