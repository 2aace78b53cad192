import { tokenize } from '@moodlight/text'
import { markNegated } from '../negation.ts'
import { Phrases } from '../phrases.ts'
import { MOST_TOKENS, type Scored, type Scorer } from '../scorer.ts'
import { EMOJI, LEXICONS, words } from './sources.ts'

/** A denied word turns and loses part of its force: "not good" is less than "bad" (the constant of VADER, Hutto and Gilbert 2014). */
const DENIED = -0.74

function readLexicon(language: string): Phrases<number> {
  const phrases = new Phrases<number>()
  // Later lists are read first, so that the better one, which stands first, has the last word.
  for (const source of [...(LEXICONS[language] ?? [])].reverse().concat(EMOJI))
    for (const [word, score] of words(source)) {
      const norms = tokenize(word).map((token) => token.norm)
      if (norms.length <= 8) phrases.add(norms, score)
    }
  return phrases
}

/** Judges by a list of words with scores: the fallback where no model was trained. */
export function createLexiconScorer(language: string): Scorer {
  const phrases = readLexicon(language)
  const negated = new Uint8Array(MOST_TOKENS)
  const weights = new Float64Array(MOST_TOKENS)
  const logits = new Float64Array(3)

  return {
    name: `lexicon-${language}`,
    score(_text, tokens): Scored {
      markNegated(tokens, language, negated)
      weights.fill(0, 0, tokens.length)
      let evidence = 0
      let sum = 0
      for (let i = 0; i < tokens.length; ) {
        const score = phrases.match(tokens, i)
        if (score === undefined) {
          i++
          continue
        }
        const value = negated[i] ? score * DENIED : score
        // The weight of a phrase is shared by its tokens.
        for (let j = 0; j < phrases.length; j++) weights[i + j] = value / phrases.length
        sum += value
        evidence++
        i += phrases.length
      }
      const net = evidence > 0 ? sum / Math.sqrt(evidence) : 0
      logits[0] = -2.2 * net - 0.2
      logits[1] = 0.6 - 1.2 * Math.abs(net)
      logits[2] = 2.2 * net - 0.2
      return { logits, weights, evidence }
    },
  }
}

/** All words of a lexicon as one text, for the hash of the models. */
export function lexiconFingerprint(language: string): string {
  return JSON.stringify((LEXICONS[language] ?? []).map((source) => words(source)))
}

export const lexiconLanguages = (): string[] => Object.keys(LEXICONS)
