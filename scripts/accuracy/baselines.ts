import { createRequire } from 'node:module'

/** An npm package that gives a text a score: above nought is positive. */
export interface Baseline {
  readonly name: string
  /** Languages (ISO 639-3) that it has words for. */
  readonly languages: readonly string[]
  /** The label as an index: 0 negative, 1 neutral, 2 positive; and, where neutral is not allowed, 0 or 2. */
  label(text: string): { readonly label: number; readonly masked: number }
}

const require = createRequire(import.meta.url)

/** A score of nought is neutral; where neutral is not allowed it goes to positive, the commoner label. */
const byScore = (score: number, band = 0) => ({
  label: score > band ? 2 : score < -band ? 0 : 1,
  masked: score < 0 ? 0 : 2,
})

function afinn(): Baseline {
  const Analyser = require('sentiment') as new () => { analyze(text: string): { score: number } }
  const analyser = new Analyser()
  return { name: 'sentiment', languages: ['eng'], label: (text) => byScore(analyser.analyze(text).score) }
}

function vader(): Baseline {
  const { SentimentIntensityAnalyzer: analyser } = require('vader-sentiment') as {
    SentimentIntensityAnalyzer: { polarity_scores(text: string): { compound: number } }
  }
  // The band that its authors recommend.
  return { name: 'VADER', languages: ['eng'], label: (text) => byScore(analyser.polarity_scores(text).compound, 0.05) }
}

type Stemmer = object | null
type NaturalAnalyser = new (
  language: string,
  stemmer: Stemmer,
  kind: string,
) => { getSentiment(words: string[]): number }

/** The analysers of `natural`, by language. Its root module connects to databases, so that the one file is read by its path. */
const NATURAL: readonly (readonly [kind: string, name: string, language: string])[] = [
  ['afinn', 'English', 'eng'],
  ['pattern', 'English', 'eng'],
  ['senticon', 'English', 'eng'],
  ['pattern', 'Dutch', 'nld'],
  ['pattern', 'German', 'deu'],
  ['pattern', 'French', 'fra'],
  ['pattern', 'Italian', 'ita'],
  ['afinn', 'Spanish', 'spa'],
  ['senticon', 'Spanish', 'spa'],
  ['afinn', 'Portuguese', 'por'],
]

function natural(): Baseline[] {
  const Analyser = require('natural/lib/natural/sentiment/SentimentAnalyzer.js') as NaturalAnalyser
  const porter = require('natural/lib/natural/stemmers/porter_stemmer.js') as object
  return NATURAL.map(([kind, name, language]) => {
    const analyser = new Analyser(name, language === 'eng' ? porter : null, kind)
    return {
      name: `natural ${kind}`,
      languages: [language],
      // A kinder cut than its own, which knows Latin letters without marks only.
      label: (text) => byScore(analyser.getSentiment(text.toLowerCase().match(/[\p{L}\p{M}'’-]+/gu) ?? ['']) || 0),
    }
  })
}

/** The baselines that have words for a language. */
export function baselinesFor(language: string): Baseline[] {
  all ??= [afinn(), ...natural(), vader()]
  return all.filter((baseline) => baseline.languages.includes(language))
}
let all: Baseline[] | null = null
