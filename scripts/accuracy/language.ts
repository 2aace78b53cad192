import { join } from 'node:path'
import { eld } from 'eld/large'
import { franc } from 'franc'
import { languageCode } from '../../packages/core/src/index.ts'
import type { Detector } from '../../packages/language/src/index.ts'
import { tokenize } from '../../packages/text/src/index.ts'
import type { Interval } from '../../services/moodlight/src/evaluate/bootstrap.ts'
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
  ['franc', (text) => named(franc(text))],
  ['eld', (text) => languageCode(eld.detect(text).language) ?? 'und'],
]

/** `franc` names members of what our data calls by one name. */
const MACRO: Readonly<Record<string, string>> = {
  arb: 'ara',
  ekk: 'est',
  lvs: 'lav',
  zlm: 'msa',
  khk: 'mon',
  swh: 'swa',
  azj: 'aze',
  als: 'sqi',
  uzn: 'uzb',
  ydd: 'yid',
}

const named = (code: string): string => languageCode(MACRO[code] ?? code) ?? 'und'

/** Sentences are asked to be right from so many characters on. */
export const LONG_ENOUGH = 20

/** A row that was kept for reporting, with every answer. */
interface Answered {
  readonly text: string
  readonly truth: string
  readonly ours: string
  /** In the order of LIBRARIES. */
  readonly theirs: readonly string[]
}

/** Measures what was kept for reporting of each set, all languages enabled; libraries on the same rows. */
export function measureLanguage(detector: Detector): LanguageSetResult[] {
  return list('language').flatMap((file) => {
    const set = file.replace('.dev.tsv.gz', '')
    const kept = rows(join(DATA, 'language', file))
      .filter(([, text]) => text !== undefined && heldOut(text))
      .map(([code, text]) => answered(detector, code!, text!))
    const long = kept.filter((row) => row.text.length >= LONG_ENOUGH)
    return [
      measureRows(set, kept),
      ...(set.includes('sentences') ? [measureRows(`${set}, ≥ ${LONG_ENOUGH} characters`, long)] : []),
    ]
  })
}

const answered = (detector: Detector, code: string, text: string): Answered => ({
  text,
  truth: languageCode(code) ?? code,
  ours: detector.detect(text, tokenize(text), []).code,
  theirs: LIBRARIES.map(([, detect]) => detect(text)),
})

function measureRows(set: string, kept: readonly Answered[]): LanguageSetResult {
  const figures = languageFigures(
    kept.map((row) => row.truth),
    kept.map((row) => row.ours),
  )
  const slice = (language: string, n: number, accuracy: number, interval: Interval, own: readonly Answered[]) => ({
    set,
    language,
    n,
    accuracy,
    interval,
    comparisons: LIBRARIES.map(([library], k) => compared(library, k, own)),
  })
  return {
    set,
    figures,
    slices: [
      slice('all', figures.n, figures.accuracy, figures.intervals.accuracy, kept),
      ...figures.languages.map(({ language, n, accuracy, interval }) =>
        slice(
          language,
          n,
          accuracy,
          interval,
          kept.filter((row) => row.truth === language),
        ),
      ),
    ],
  }
}

function compared(library: string, k: number, own: readonly Answered[]): Comparison {
  const hits = own.map((row) => row.theirs[k] === row.truth)
  return {
    library,
    accuracy: hits.filter(Boolean).length / own.length,
    ahead: pairedDifference(
      own.map((row) => row.ours === row.truth),
      hits,
    ),
  }
}
