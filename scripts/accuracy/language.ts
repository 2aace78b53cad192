import { join } from 'node:path'
import { eld } from 'eld/large'
import { franc } from 'franc'
import { languageCode } from '../../packages/core/src/index.ts'
import type { Detector } from '../../packages/language/src/index.ts'
import { tokenize } from '../../packages/text/src/index.ts'
import { type LanguageFigures, languageFigures } from '../../services/moodlight/src/evaluate/language-figures.ts'
import { pairedDifference } from '../../services/moodlight/src/evaluate/paired.ts'
import { DATA, heldOut, list, rows } from '../train/data.ts'

/** Our accuracy less that of a library on the same rows. */
export interface Comparison {
  readonly library: string
  readonly accuracy: number
  readonly ahead: ReturnType<typeof pairedDifference>
}

export interface LanguageSlice {
  readonly set: string
  /** ISO 639-3, or `all`. */
  readonly language: string
  readonly n: number
  readonly accuracy: number
  readonly interval: readonly [number, number]
  readonly comparisons: readonly Comparison[]
}

export interface LanguageSetResult {
  readonly set: string
  readonly figures: LanguageFigures
  /** All languages together, then each of them. */
  readonly slices: readonly LanguageSlice[]
}

const LIBRARIES: readonly (readonly [name: string, detect: (text: string) => string])[] = [
  ['franc', (text) => languageCode(MACRO[franc(text)] ?? franc(text)) ?? 'und'],
  ['eld', (text) => languageCode(eld.detect(text).language) ?? 'und'],
]

/** `franc` names members of what our data calls by one name. */
const MACRO: Readonly<Record<string, string>> = {
  arb: 'ara',
  ekk: 'est',
  lvs: 'lav',
  nob: 'nob',
  zlm: 'msa',
  khk: 'mon',
  swh: 'swa',
  azj: 'aze',
  als: 'sqi',
  uzn: 'uzb',
  ydd: 'yid',
}

/** Sentences are asked to be right from so many characters on. */
export const LONG_ENOUGH = 20

/** Measures what was kept for reporting of each set, all languages enabled; libraries on the same rows. */
export function measureLanguage(detector: Detector): LanguageSetResult[] {
  return list('language').flatMap((file) => {
    const set = file.replace('.dev.tsv.gz', '')
    const kept = rows(join(DATA, 'language', file)).filter(([, text]) => text !== undefined && heldOut(text))
    const whole = measureRows(detector, set, kept)
    const long = kept.filter(([, text]) => text!.length >= LONG_ENOUGH)
    return set.includes('sentences')
      ? [whole, measureRows(detector, `${set}, ≥ ${LONG_ENOUGH} characters`, long)]
      : [whole]
  })
}

function measureRows(detector: Detector, set: string, kept: readonly string[][]): LanguageSetResult {
  const truth = kept.map(([code]) => languageCode(code!) ?? code!)
  const ours = kept.map(([, text]) => detector.detect(text!, tokenize(text!), []).code)
  const theirs = LIBRARIES.map(([name, detect]) => [name, kept.map(([, text]) => detect(text!))] as const)
  const figures = languageFigures(truth, ours)
  const compared = (at: readonly number[]): Comparison[] =>
    theirs.map(([library, given]) => {
      const hits = at.map((i) => given[i] === truth[i])
      return {
        library,
        accuracy: hits.filter(Boolean).length / at.length,
        ahead: pairedDifference(
          at.map((i) => ours[i] === truth[i]),
          hits,
        ),
      }
    })
  const every = truth.map((_, i) => i)
  const all: LanguageSlice = {
    set,
    language: 'all',
    n: figures.n,
    accuracy: figures.accuracy,
    interval: figures.intervals.accuracy,
    comparisons: compared(every),
  }
  const slices = figures.languages.map(({ language, n, accuracy, interval }) => ({
    set,
    language,
    n,
    accuracy,
    interval,
    comparisons: compared(every.filter((i) => truth[i] === language)),
  }))
  return { set, figures, slices: [all, ...slices] }
}
