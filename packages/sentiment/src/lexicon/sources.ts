import { createRequire } from 'node:module'

/** A word list of an npm package: where it stands, how to read it, and its scale. */
interface Source {
  readonly from: string
  readonly path: string
  /** The score that counts as 1. */
  readonly full: number
  readonly field?: 'polarity' | 'pol'
}

const NATURAL = 'natural/lib/natural/sentiment'
const afinn = (two: string): Source => ({
  from: 'afinn-165-multilingual',
  path: `afinn-165-multilingual/build/AFINN-${two}.json`,
  full: 4,
})
const pattern = (folder: string, two: string): Source => ({
  from: 'natural',
  path: `${NATURAL}/${folder}/pattern-sentiment-${two}.json`,
  full: 0.8,
  field: 'polarity',
})

/**
 * The word lists per language. `natural` and `sentiment` are read file by file: the root module of `natural` connects to databases.
 * The lists of `afinn-165-multilingual` are translated by machine and stand last, so that they fill gaps only.
 */
export const LEXICONS: Readonly<Record<string, readonly Source[]>> = {
  eng: [{ from: 'sentiment', path: 'sentiment/languages/en/labels.json', full: 4 }],
  nld: [pattern('Dutch', 'nl'), afinn('nl')],
  deu: [pattern('German', 'de'), afinn('de')],
  fra: [pattern('French', 'fr'), afinn('fr')],
  ita: [pattern('Italian', 'it'), afinn('it')],
  spa: [{ from: 'natural', path: `${NATURAL}/Spanish/afinnShortSortedSpanish.json`, full: 4 }, afinn('es')],
  por: [{ from: 'natural', path: `${NATURAL}/Portuguese/afinnShortSortedPortuguese.json`, full: 4 }, afinn('pt')],
  zho: [afinn('zh')],
  fas: [afinn('fa')],
}

/** Emoji and their scores of the package `sentiment`, good in every language. */
export const EMOJI: Source = { from: 'sentiment', path: 'sentiment/build/emoji.json', full: 4 }

const require = createRequire(import.meta.url)

/** The words of a list with scores in [-1, 1]. */
export function words(source: Source): [string, number][] {
  const data = require(source.path) as Record<string, unknown>
  const found: [string, number][] = []
  for (const [word, raw] of Object.entries(data)) {
    const value = Number(source.field ? (raw as Record<string, string>)[source.field] : raw)
    if (!word || !Number.isFinite(value) || value === 0) continue
    found.push([word, Math.max(-1, Math.min(1, value / source.full))])
  }
  return found
}
