import { createHash } from 'node:crypto'
import type { Sentiment, Span, UnscoredReason } from '@moodlight/core'
import { TOKEN_VERSION, type Token } from '@moodlight/text'
import { evidenceSpans } from './evidence.ts'
import { createIrony } from './irony.ts'
import { createLexiconScorer, lexiconFingerprint, lexiconLanguages } from './lexicon/lexicon-scorer.ts'
import { cardText, trainedLanguages } from './model/card.ts'
import { LinearScorer } from './model/linear-scorer.ts'
import { CONFIDENT, likeliest, probabilities } from './probabilities.ts'
import { createScoper, type Scope, type Scoper } from './scope/scope.ts'
import { MOST_TOKENS, type Scorer } from './scorer.ts'
import { type Judged, judgeTowards } from './towards/judge.ts'
import { readTowardsCard, type TowardsCard, TowardsScorer, towardsLanguages } from './towards/towards-scorer.ts'

export interface SentimentInput {
  readonly text: string
  /** The tokens of `@moodlight/text` for this text. */
  readonly tokens: readonly Token[]
  /** ISO 639-3, `und` when unknown. */
  readonly language: string
  /** Where the brand stands (UTF-16 offsets of `text`); null or empty judges the whole text. */
  readonly target: readonly Span[] | null
  /** Where other brands stand: what is about them is left out. */
  readonly others: readonly Span[]
  /**
   * Let the models see the words of the names. Brands are judged without them, so that none is judged by its name; targets that are
   * words of judgement themselves ("the service") are judged better with them.
   */
  readonly namesSeen?: boolean
}

export interface SentimentModel {
  /** Over everything that can change a label: models, word lists, rules. */
  readonly hash: string
  /** What there is, in words, such as `lexicon: eng nld`. */
  readonly models: string
  covers(language: string): boolean
  /** The sentiment towards the target. Never throws, and never guesses in a language it does not cover. */
  score(input: SentimentInput): Sentiment
}

/** A text of more tokens is not judged at all. Of a shorter one, MOST_TOKENS around the target (or from the head) are. */
const TOO_LONG = 100_000
/** Without a model of targets, what a comparison adds to the log-odds of its side: "A is better than B" outweighs one strong word. */
const LEAN = 3
/** And what the whole text adds to the judgement of a part of it: on development text a third lost nothing where labels agree. */
const WHOLE_SHARE = 1 / 3
/** By how much negative leads where praise for a fault is plainly not meant: about seven in ten. */
const IRONY = 1
/** Raised with any change of rules that can change a label. */
const RULES_VERSION = 3

/** Makes the analyser. Reads models and word lists of a language when its first text comes. */
export function createSentiment(): SentimentModel {
  const trained = new Set(trainedLanguages())
  const listed = lexiconLanguages().filter((language) => !trained.has(language))
  const languages = new Set([...trained, ...listed])
  const hash = createHash('sha256').update(JSON.stringify([RULES_VERSION, TOKEN_VERSION]))
  for (const language of trained) hash.update(cardText(language))
  const targeted = new Set(towardsLanguages())
  for (const language of targeted) hash.update(readTowardsCard(language))
  for (const language of listed.sort()) hash.update(language).update(lexiconFingerprint(language))
  const digest = hash.digest('hex').slice(0, 16)
  const scorers = new Map<string, Judges>()
  const judges = (language: string) => {
    let found = scorers.get(language)
    if (!found) {
      found = {
        scorer: trained.has(language) ? LinearScorer.load(language) : createLexiconScorer(language),
        scoper: createScoper(language),
        ironic: createIrony(language),
        towards: targeted.has(language) ? loadTowards(language) : null,
      }
      scorers.set(language, found)
    }
    return found
  }
  const unscored = (reason: UnscoredReason, model: string): Sentiment => ({
    label: 'unscored',
    reason,
    origin: { by: 'model', model, hash: digest },
  })

  return {
    hash: digest,
    models: `trained: ${[...trained].join(' ')}; lexicon: ${listed.join(' ')}`,
    covers: (language) => languages.has(language),
    score({ text, tokens, language, target, others, namesSeen: seen = false }) {
      if (language === 'und') return unscored('unknown-language', 'none')
      if (!languages.has(language)) return unscored('uncovered-language', 'none')
      const judge = judges(language)
      const { scorer } = judge
      if (tokens.length > TOO_LONG) return unscored('too-long', scorer.name)
      const near = judgedPart(tokens, target)
      const part = judge.scoper(text, near, target, others, seen)
      if (!part.signed.tokens.some(speaks)) return unscored('no-words', scorer.name)
      const { towards } = judge
      const found = part.signed.owner.includes('target')
      let scored: Judged
      if (towards && found && (part.scope === 'target' || seen)) {
        const mirror = part.scope === 'target' ? judge.scoper(text, near, others, target ?? [], seen) : null
        scored = judgeTowards(scorer, towards.scorer, towards.card, text, part, mirror)
      } else {
        if (part.lean === 0 && !part.tokens.some(speaks)) return unscored('no-words', scorer.name)
        scored = judgePart(scorer, text, part)
      }
      if (part.lean === 0 && scored.evidence === 0) return unscored('too-little-evidence', scorer.name)
      if (found && part.scope === 'text' && judge.ironic(near)) scored.logits[0] = Math.max(...scored.logits) + IRONY
      const p = probabilities(scored.logits)
      const label = likeliest(p)
      return {
        label,
        probabilities: p,
        confident: p[label] >= CONFIDENT,
        scope: part.scope,
        evidence: evidenceSpans(scored.tokens, scored.weights, part.leaning, scored.lean, [
          ...(target ?? []),
          ...others,
        ]),
        origin: { by: 'model', model: scorer.name, hash: digest },
      }
    },
  }
}

interface Judges {
  readonly scorer: Scorer
  readonly scoper: Scoper
  readonly ironic: (tokens: readonly Token[]) => boolean
  readonly towards: { readonly card: TowardsCard; readonly scorer: TowardsScorer } | null
}

function loadTowards(language: string): Judges['towards'] {
  const card = JSON.parse(readTowardsCard(language)) as TowardsCard
  return { card, scorer: TowardsScorer.load(card) }
}

/** Judges by the model of the language alone: the part about the brand, with some of the whole text, or a comparison. */
function judgePart(scorer: Scorer, text: string, part: Scope): Judged {
  const compared = part.lean !== 0
  const whole =
    part.whole && !part.turned && !compared ? Float64Array.from(scorer.score(text, part.whole).logits) : null
  const { logits, weights, evidence } = scorer.score(text, part.tokens)
  if (whole) for (let k = 0; k < 3; k++) logits[k]! += (whole[k]! - logits[k]!) * WHOLE_SHARE
  if (compared) {
    // The rest of the text has half a voice beside a comparison, and none where nothing but names is left.
    const rest = part.tokens.some(speaks) ? 0.5 : 0
    for (let k = 0; k < 3; k++) logits[k]! *= rest
    logits[part.lean > 0 ? 2 : 0]! += LEAN
  }
  return { logits, weights, evidence, tokens: part.tokens, lean: part.lean * LEAN }
}

const speaks = (token: Token): boolean =>
  token.kind === 'word' || token.kind === 'han' || token.kind === 'emoji' || token.kind === 'hashtag'

/** At most MOST_TOKENS tokens: those around the first place of the target, or the first ones. */
function judgedPart(tokens: readonly Token[], target: readonly Span[] | null): readonly Token[] {
  if (tokens.length <= MOST_TOKENS) return tokens
  const place = target?.[0]?.start ?? 0
  const at = Math.max(
    0,
    tokens.findIndex((token) => token.end > place),
  )
  const from = Math.max(0, Math.min(at - MOST_TOKENS / 2, tokens.length - MOST_TOKENS))
  return tokens.slice(from, from + MOST_TOKENS)
}
