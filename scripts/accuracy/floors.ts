import { wilson } from '../../packages/intent/test/measure.ts'
import type { Interval } from '../../services/moodlight/src/evaluate/bootstrap.ts'
import type { Abstention } from './abstention.ts'
import type { LanguageSetResult } from './language.ts'
import { FIRST } from './names.ts'
import type { IntentResult } from './own-sets.ts'
import type { LanguageResult } from './sentiment.ts'
import type { TargetedResult } from './targeted.ts'

/** What was asked of a figure, and what it is. */
export interface Floor {
  readonly what: string
  readonly floor: number
  /** The figure must not be above it. */
  readonly atMost?: boolean
  /** What a simple program reaches, where that is known. */
  readonly simple: number | null
  readonly value: number
  readonly interval: Interval
  readonly met: boolean
}

type SetMeasure = 'averageRecall' | 'macroF1' | 'accuracy'

/** Floors on development sets; `simple` is a linear model of ninety lines. Where a set has no neutral rows, neutral is not allowed. */
const SETS: readonly (readonly [language: string, set: string, measure: SetMeasure, floor: number, simple: number])[] =
  [
    ['eng', 'tweeteval', 'averageRecall', 0.71, 0.681],
    ['eng', 'tse', 'macroF1', 0.74, 0.719],
    ['eng', 'airline', 'macroF1', 0.77, 0.73],
    ['eng', 'sst3', 'macroF1', 0.57, 0.541],
    ['zho', 'smp2020_usual', 'macroF1', 0.84, 0.823],
    ['zho', 'waimai', 'macroF1', 0.905, 0.891],
    ['zho', 'chnsenticorp', 'accuracy', 0.92, 0.902],
    ['zho', 'book_review', 'macroF1', 0.84, 0.805],
    ['nld', 'reviews_music', 'macroF1', 0.7, 0.657],
    ['nld', 'reviews_clothing', 'macroF1', 0.71, 0.673],
    ['nld', 'm_absa_sent', 'macroF1', 0.69, 0.654],
    ['nld', 'econ_headlines', 'macroF1', 0.6, 0.557],
    ['fas', 'snappfood', 'macroF1', 0.87, 0.844],
    ['fas', 'insta_itrc', 'macroF1', 0.68, 0.647],
    ['fas', 'sentipers', 'macroF1', 0.68, 0.632],
    ['fas', 'tweets5k', 'macroF1', 0.74, 0.7],
  ]

const WORDS: Readonly<Record<SetMeasure, string>> = {
  averageRecall: 'average recall',
  macroF1: 'macro-F1',
  accuracy: 'accuracy',
}

const isFirst = (language: string): boolean => (FIRST as readonly string[]).includes(language)

/** A figure that must reach its floor. */
export function atLeast(what: string, floor: number, simple: number | null, value: number, interval: Interval): Floor {
  return { what, floor, simple, value, interval, met: value >= floor }
}

/** A difference that must not lie below nought, its interval considered. */
const notWorse = (what: string, simple: number | null, value: number, interval: Interval): Floor => ({
  what,
  floor: 0,
  simple,
  value,
  interval,
  met: value >= 0 || interval[1] >= 0,
})

export function sentimentFloors(results: readonly LanguageResult[]): Floor[] {
  return SETS.flatMap(([language, set, measure, floor, simple]) => {
    const figures = results.find((one) => one.language === language)?.sets.find((one) => one.set === set)?.figures
    if (!figures) return []
    const used = figures.neutralMasked ?? figures
    const what = `${language} ${set}, ${WORDS[measure]}${figures.neutralMasked ? ', neutral masked' : ''}`
    return [atLeast(what, floor, simple, used[measure], used.intervals[measure])]
  })
}

export function targetedFloors(results: readonly TargetedResult[]): Floor[] {
  return results.flatMap(({ language, report }): Floor[] => {
    if (language !== 'eng' && language !== 'zho') return []
    const { labelsDiffer: differ, labelsAgree: agree, sets } = report
    const acl = sets['acl14_twitter']
    const above = 'accuracy above that of the whole text'
    return [
      ...(differ ? [atLeast(`${language}, ${above}, labels differ`, 0.08, 0, differ.difference, differ.interval)] : []),
      ...(agree ? [notWorse(`${language}, ${above}, labels agree`, 0, agree.difference, agree.interval)] : []),
      ...(acl
        ? [atLeast(`${language} acl14_twitter, accuracy`, 0.72, null, acl.accuracy, acl.intervals.accuracy)]
        : []),
    ]
  })
}

export const evidenceFloors = (results: readonly LanguageResult[]): Floor[] =>
  results
    .filter((one) => isFirst(one.language))
    .map(({ language, deletion: { n, felt } }) =>
      atLeast(`${language}, evidence felt when taken away`, 0.8, null, felt / n, wilson(felt, n)),
    )

export const calibrationFloors = (found: readonly { language: string; crossFitted: number }[]): Floor[] =>
  found
    .filter((one) => isFirst(one.language))
    .map(({ language, crossFitted }) => ({
      what: `${language}, expected calibration error, cross-fitted`,
      floor: 0.03,
      atMost: true,
      simple: null,
      value: crossFitted,
      interval: [Number.NaN, Number.NaN],
      met: crossFitted <= 0.03,
    }))

/** Posts and sentences; single words are no posts. */
export const abstentionFloors = (found: readonly Abstention[]): Floor[] =>
  found
    .filter((one) => /posts|sentences|tweets/.test(one.set))
    .map(({ set, n, unscored }) =>
      atLeast(`uncovered languages, ${set}: unscored`, 0.99, null, unscored, wilson(Math.round(unscored * n), n)),
    )

/** Sentences of ≥ 20 characters; elsewhere the better library on the same rows, in a paired interval. */
export function languageFloors(results: readonly LanguageSetResult[]): Floor[] {
  return results.flatMap(({ set, slices }): Floor[] => {
    const claimed = slices.filter((slice) => isFirst(slice.language))
    if (set.includes('≥'))
      return claimed.map(({ language, accuracy, interval }) =>
        atLeast(`${language}, ${set}`, 0.997, null, accuracy, interval),
      )
    return [...slices.slice(0, 1), ...claimed].map(({ language, comparisons }) => {
      const best = [...comparisons].sort((a, b) => b.accuracy - a.accuracy)[0]!
      const what = `${set}, ${language}: accuracy above that of ${best.library}`
      return notWorse(what, best.accuracy, best.ahead.difference, best.ahead.interval)
    })
  })
}

export const intentFloors = (rows: readonly IntentResult[]): Floor[] =>
  rows
    .filter((row) => row.half === 'unseen' && row.kind !== 'all')
    .map((row) =>
      atLeast(
        `${row.language} ${row.kind}, precision on the unseen half`,
        0.85,
        null,
        row.precision,
        row.precisionInterval,
      ),
    )
