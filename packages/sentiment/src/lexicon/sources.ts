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
const senticon = (folder: string, two: string): Source => ({
  from: 'natural',
  path: `${NATURAL}/${folder}/senticon_${two}.json`,
  full: 0.8,
  field: 'pol',
})

/**
 * The word lists per language without a trained model. `natural` and `sentiment` are read file by file: the root module of `natural`
 * connects to databases.
 */
export const LEXICONS: Readonly<Record<string, readonly Source[]>> = {
  cat: [senticon('Catalan', 'ca')],
  eus: [senticon('Basque', 'eu')],
  glg: [senticon('Galician', 'gl')],
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
    // One or two letters are particles in most languages, whatever a list says.
    if (/^[a-z]{1,2}$/i.test(word) || !Number.isFinite(value) || value === 0) continue
    found.push([word, Math.max(-1, Math.min(1, value / source.full))])
  }
  return found
}
