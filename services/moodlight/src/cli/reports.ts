import type { Interval } from '../evaluate/bootstrap.ts'
import type { LanguageReport } from '../evaluate/evaluate-language.ts'
import type { SentimentReport } from '../evaluate/evaluate-sentiment.ts'
import type { Against, TargetedReport } from '../evaluate/evaluate-targeted.ts'
import type { Figures } from '../evaluate/figures.ts'
import type { LanguageFigures } from '../evaluate/language-figures.ts'
import type { SampleFigures, SampleReport } from '../sample/evaluate-sample.ts'
import { number, table } from './terminal.ts'

/** Three decimals; nothing for what cannot be said. */
const three = (x: number): string => (Number.isNaN(x) ? '–' : x.toFixed(3))
const within = ([low, high]: Interval): string => `${three(low)} to ${three(high)}`

const HEAD = [
  'set',
  'rows',
  'accuracy',
  '95 %',
  'macro-F1',
  '95 %',
  'av. recall',
  'neg. recall',
  'bias',
  'ECE',
  'unscored',
]

const cells = (name: string, f: Omit<Figures, 'neutralMasked' | 'confusion' | 'majority'> | SampleFigures) => [
  name,
  f.n,
  three(f.accuracy),
  within(f.intervals.accuracy),
  three(f.macroF1),
  within(f.intervals.macroF1),
  three(f.averageRecall),
  three(f.negativeRecall),
  three(f.bias),
  three(f.calibrationError),
  three(f.unscored),
]

const setRows = (name: string, f: Figures) => [
  cells(name, f),
  ...(f.neutralMasked ? [cells('  neutral masked', f.neutralMasked)] : []),
]

export function sentimentText({ sets, all }: SentimentReport): string {
  if (!all) return ''
  const rows = Object.entries(sets).flatMap(([name, f]) => setRows(name, f))
  const several = Object.keys(sets).length > 1
  const { confusion, majority, accuracyWhenScored } = all
  const truth = Object.entries(confusion).map(([label, given]) => [label, ...Object.values(given)])
  return [
    table(HEAD, [...rows, ...(several ? setRows('all', all) : [])]),
    '',
    table(['true \\ labelled', 'negative', 'neutral', 'positive', 'unscored'], truth),
    '',
    `always "${majority.label}": accuracy ${three(majority.accuracy)}; accuracy of the scored rows: ${three(accuracyWhenScored)}`,
  ].join('\n')
}

export function targetedText(report: TargetedReport): string {
  if (!report.all) return ''
  const against = (name: string, a: Against | null) =>
    a ? [[name, a.n, three(a.accuracy), three(a.wholeTextAccuracy), three(a.difference), within(a.interval)]] : []
  const rows = [
    ...against('labels of a text differ', report.labelsDiffer),
    ...against('labels agree', report.labelsAgree),
  ]
  return [
    sentimentText(report),
    '',
    table(['rows whose', 'rows', 'accuracy', 'as whole text', 'difference', '95 %'], rows),
    `${(report.found * 100).toFixed(1)} % of the targets stand in their text literally; the others were judged as the whole text.`,
  ].join('\n')
}

/** Languages shown; the JSON has all. */
const MOST_LANGUAGES = 30

export function languageText({ sets, all }: LanguageReport): string {
  if (!all) return ''
  const row = (name: string, f: LanguageFigures) => [
    name,
    f.n,
    three(f.accuracy),
    within(f.intervals.accuracy),
    three(f.macroF1),
    three(f.unknown),
  ]
  const names = Object.entries(sets)
  const languages = all.languages
    .slice(0, MOST_LANGUAGES)
    .map((l) => [
      l.language,
      l.n,
      three(l.accuracy),
      within(l.interval),
      l.mistakenFor.map((m) => `${m.language} ${number(m.n)}`).join(', '),
    ])
  return [
    table(
      ['file', 'rows', 'accuracy', '95 %', 'macro-F1', 'unknown'],
      [...names.map(([name, f]) => row(name, f)), ...(names.length > 1 ? [row('all', all)] : [])],
    ),
    '',
    table(['language', 'rows', 'right', '95 %', 'mistaken for'], languages),
  ].join('\n')
}

export function sampleText(report: SampleReport): string {
  const { agreement: agreed, all, languages, sources, shares } = report
  const parts = [`${report.brand}: ${number(report.labelled)} of ${number(report.rows)} rows labelled.`]
  if (report.unusable > 0)
    parts.push(`${number(report.unusable)} cells hold no label ("not about the brand", or unread).`)
  if (report.unknownRows > 0) parts.push(`${number(report.unknownRows)} rows are not of this sheet.`)
  if (agreed)
    parts.push(
      `${agreed.people} people agree on ${(agreed.same * 100).toFixed(1)} % of ${number(agreed.n)} rows; Krippendorff's alpha ${three(agreed.alpha)} (${within(agreed.alphaInterval)})${agreed.kappa === null ? '' : `, Cohen's kappa ${three(agreed.kappa)}`}.`,
    )
  if (!all) return parts.join('\n')
  const rows = (kind: string, figures: Readonly<Record<string, SampleFigures>>) =>
    Object.entries(figures).map(([name, f]) => cells(`${kind} ${name}`, f))
  const labels = Object.entries(shares).map(([label, s]) => [
    label,
    three(s.asLabelled),
    three(s.corrected),
    within(s.interval),
  ])
  return [
    ...parts,
    '',
    table(['', ...HEAD.slice(1)], [cells('all', all), ...rows('language', languages), ...rows('source', sources)]),
    '',
    table(['share', 'as labelled', 'corrected', '95 %'], labels),
    `Figures speak for ${(report.covered * 100).toFixed(1)} % of the brand's mentions; ${(report.unscored * 100).toFixed(1)} % are unscored.`,
  ].join('\n')
}
