import { type BiasFile, biasFile } from '../../packages/sentiment/src/label-error.ts'
import type { Floor } from './floors.ts'
import { percent, signed, table, three, whole } from './markdown.ts'
import { FIRST, nameOf } from './names.ts'

/** Share of intervals that shall hold the truth. */
const COVERAGE = 0.9

export function coverageFloors(file: BiasFile | null = biasFile()): Floor[] {
  return (file?.languages ?? [])
    .filter((one) => (FIRST as readonly string[]).includes(one.language))
    .map(({ language, coverage, statedCoverage }) => ({
      what: `${language}, 95 % intervals of net that hold the truth on left-out sets`,
      floor: COVERAGE,
      simple: statedCoverage,
      value: coverage,
      interval: [Number.NaN, Number.NaN],
      met: coverage >= COVERAGE,
    }))
}

/** Bias on kinds of text that the models have never met, and whether intervals cover it. */
export function biasSection(file: BiasFile | null = biasFile()): string[] {
  if (!file) return []
  const { quick } = file
  return [
    '## Bias where the models have never been',
    '',
    'A mood is a difference of shares, so that it matters how far net sentiment is off on text of another kind. Each set was left out once with',
    `its kin, a small model (2^${quick.bits} buckets, ${quick.epochs} epochs, at most ${whole(quick.mostRows)} rows of a set) was trained on the rest and judged it: what it finds is a little worse than the shipped`,
    'models, never better. Posts of each set were then drawn in other mixes of labels: the share of 95 % intervals that hold the true net, with',
    `the label error that the *other* sets of the language teach (what \`mood\` uses), against a stated margin of ten points (asked: ≥ ${percent(COVERAGE)}).`,
    '',
    ...table(
      ['language', 'sets', 'counts corrected', 'margin', 'coverage', 'with a stated margin'],
      file.languages.map((one) => [
        nameOf(one.language),
        whole(one.sets),
        one.corrected ? 'yes' : 'no',
        three(one.margin),
        percent(one.coverage),
        percent(one.statedCoverage),
      ]),
    ),
    ...table(
      ['language, set', 'n', 'bias, trained on', 'bias, left out', 'coverage', 'with a stated margin'],
      file.sets.map((one) => [
        `${nameOf(one.language)}, ${one.set}`,
        whole(one.n),
        signed(one.bias),
        signed(one.leaveOneOut.bias),
        one.coverage ? percent(one.coverage.others) : '–',
        one.coverage ? percent(one.coverage.stated) : '–',
      ]),
    ),
  ]
}
