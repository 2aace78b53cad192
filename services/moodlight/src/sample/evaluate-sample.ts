import { type Agreement, agreement } from '../evaluate/agreement.ts'
import { type Interval, middle95, resamplesOf } from '../evaluate/bootstrap.ts'
import { LABELS, MEASURES, type Measure } from '../evaluate/figures.ts'
import { random } from '../evaluate/random.ts'
import type { SampleKey } from './key.ts'
import { labelSaid } from './said.ts'
import type { Filled } from './sheet.ts'
import { type SheetJudgement, type Weighed, weighed } from './weighed.ts'

/** Figures of our labels against those of people, each row weighed by what it stands for. */
export interface SampleFigures extends Readonly<Record<Measure, number>> {
  readonly n: number
  readonly intervals: Readonly<Record<Measure, Interval>>
}

export interface SampleReport {
  readonly brand: string
  readonly models: readonly string[]
  /** Rows of the sheet; those with at least one usable label; cells that hold no label ("not about it"). */
  readonly rows: number
  readonly labelled: number
  readonly unusable: number
  /** Rows that the key does not know. */
  readonly unknownRows: number
  /** Share of the brand's mentions whose stratum has a labelled row: what the figures speak for. */
  readonly covered: number
  readonly agreement: Agreement | null
  readonly all: SampleFigures | null
  readonly languages: Readonly<Record<string, SampleFigures>>
  readonly sources: Readonly<Record<string, SampleFigures>>
  /**
   * Share of each label: as labelled by us (of the scored mentions), and as the people's labels say it is (of all mentions). `net` is
   * positive less negative.
   */
  readonly shares: Readonly<
    Record<string, { readonly asLabelled: number; readonly corrected: number; readonly interval: Interval }>
  >
  /** Share of mentions without a label. */
  readonly unscored: number
}

/** Mentions that we labelled. */
const labelledSize = (key: SampleKey): number =>
  key.strata.reduce((sum, stratum) => sum + (stratum.label === 'unscored' ? 0 : stratum.size), 0)

/** Joins filled sheets with their key. Several labels of a row count in equal parts. */
export function evaluateSample(key: SampleKey, sheets: readonly Filled[], seed = 1): SampleReport {
  const people = sheets.flatMap((sheet) => sheet.people)
  const known = new Set(key.rows.map((row) => row.row))
  let unusable = 0
  const votes = key.rows.map(({ row }) =>
    people.map((person) => {
      const cell = person.get(row)
      const label = cell === undefined ? null : labelSaid(cell)
      if (cell !== undefined && label === null) unusable++
      return label
    }),
  )
  const rows = key.rows.flatMap((row, i): SheetJudgement[] => {
    const said = votes[i]!.filter((label) => label !== null)
    const { label, language, source } = key.strata[row.stratum]!
    return said.length === 0
      ? []
      : [{ stratum: row.stratum, given: label, probability: row.probability ?? 0, said, language, source }]
  })
  const sizes = key.strata.map((stratum) => stratum.size)
  const total = sizes.reduce((a, b) => a + b, 0)
  const reached = new Set(rows.map((row) => row.stratum))
  const by = (name: 'language' | 'source') =>
    Object.fromEntries(
      [...new Set(rows.map((row) => row[name]))].sort().map((value) => [
        value,
        figuresOf(
          rows.filter((row) => row[name] === value),
          sizes,
          seed,
        ),
      ]),
    )
  return {
    brand: key.brand,
    models: key.models,
    rows: key.rows.length,
    labelled: rows.length,
    unusable,
    unknownRows: new Set(people.flatMap((person) => [...person.keys()].filter((row) => !known.has(row)))).size,
    covered: total === 0 ? 0 : [...reached].reduce((sum, i) => sum + sizes[i]!, 0) / total,
    agreement: agreement(votes, seed),
    all: rows.length > 0 ? figuresOf(rows, sizes, seed) : null,
    languages: by('language'),
    sources: by('source'),
    shares: sharesOf(key, rows, sizes, seed),
    unscored: 1 - labelledSize(key) / (total || 1),
  }
}

/** Draws rows with replacement within each stratum, since that is how the sheet was drawn. */
function resampled<T>(
  rows: readonly SheetJudgement[],
  seed: number,
  measure: (drawn: readonly SheetJudgement[]) => T,
): T[] {
  const strata = [...Map.groupBy(rows, (row) => row.stratum).values()]
  const next = random(seed)
  return Array.from({ length: resamplesOf(rows.length) }, () =>
    measure(strata.flatMap((own) => own.map(() => own[Math.floor(next() * own.length)]!))),
  )
}

function figuresOf(rows: readonly SheetJudgement[], sizes: readonly number[], seed: number): SampleFigures {
  const named = <T>(list: readonly T[]) =>
    Object.fromEntries(MEASURES.map((m, i) => [m, list[i]!])) as Record<Measure, T>
  const draws = resampled(rows, seed, (drawn) => weighed(drawn, sizes).figures)
  return {
    n: rows.length,
    ...named(weighed(rows, sizes).figures),
    intervals: named(MEASURES.map((_, i) => middle95(draws.map((draw) => draw[i]!)))),
  }
}

function sharesOf(
  key: SampleKey,
  rows: readonly SheetJudgement[],
  sizes: readonly number[],
  seed: number,
): SampleReport['shares'] {
  if (rows.length === 0) return {}
  const labelled = LABELS.map((label) =>
    key.strata.reduce((sum, stratum) => sum + (stratum.label === label ? stratum.size : 0), 0),
  )
  const scored = labelledSize(key)
  const withNet = (shares: readonly number[]): number[] => [...shares, shares[2]! - shares[0]!]
  const asLabelled = withNet(labelled.map((n) => (scored > 0 ? n / scored : 0)))
  const truth = (w: Weighed): number[] => withNet(w.truth)
  const corrected = truth(weighed(rows, sizes))
  const draws = resampled(rows, seed, (drawn) => truth(weighed(drawn, sizes)))
  const found = [...LABELS, 'net'].map((name, i) => [
    name,
    { asLabelled: asLabelled[i]!, corrected: corrected[i]!, interval: middle95(draws.map((draw) => draw[i]!)) },
  ])
  return Object.fromEntries(found)
}
