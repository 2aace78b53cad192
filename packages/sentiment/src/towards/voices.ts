import type { Token } from '@moodlight/text'
import type { Scope } from '../scope/scope.ts'
import type { Scored, Scorer } from '../scorer.ts'
import type { Voices } from './blend.ts'
import type { TowardsScorer } from './towards-scorer.ts'

const ASKS = /[?？؟][\s"'”»)]*$/

/** Log-odds of negative and positive against neutral; nothing where nothing is said. */
function heard(scorer: Scorer, text: string, tokens: readonly Token[]): [number, number] {
  if (tokens.length === 0) return [0, 0]
  const { logits } = scorer.score(text, tokens)
  return oddsOf(logits)
}

const oddsOf = (logits: Float64Array): [number, number] => [logits[0]! - logits[1]!, logits[2]! - logits[1]!]

/**
 * All voices on one brand of a text. `mirror` is the scope with the others as the target; null when the brand is alone. `said` is what the model of
 * the language says of the part; the weights of the model of targets are those for the brand itself.
 */
export function hear(
  scorer: Scorer,
  towards: TowardsScorer,
  text: string,
  own: Scope,
  mirror: Scope | null,
): { voices: Voices; said: Scored } {
  const whole = own.whole ? heard(scorer, text, own.whole) : ([0, 0] as const)
  const rest = mirror ? heard(scorer, text, mirror.tokens) : ([0, 0] as const)
  let against: [number, number] = [0, 0]
  if (mirror) {
    towards.score(mirror.signed, mirror.clauses())
    against = [towards.logits[0]!, towards.logits[1]!]
  }
  towards.score(own.signed, own.clauses())
  const said = scorer.score(text, own.tokens)
  const voices = {
    whole,
    rest,
    against,
    towards: [towards.logits[0]!, towards.logits[1]!] as const,
    part: own.tokens.length > 0 ? oddsOf(said.logits) : ([0, 0] as const),
    lean: own.lean,
    together: own.together,
    turned: own.turned,
    asks: ASKS.test(text),
  }
  return { voices, said }
}
