import { between, percent, range, signed, table, three, whole } from './markdown.ts'
import { FIRST, nameOf } from './names.ts'
import type { ContrastResult } from './own-sets.ts'
import type { Card } from './page.ts'
import type { BaselineResult, LanguageResult, SetResult } from './sentiment.ts'
import type { TargetedResult } from './targeted.ts'

export function sentimentSection({ sentiment, calibration }: Pick<Card, 'sentiment' | 'calibration'>): string[] {
  const others = sentiment.filter((one) => !(FIRST as readonly string[]).includes(one.language))
  const fitted = new Map(calibration.map((one) => [one.language, one.crossFitted]))
  return [
    '## Sentiment of a text',
    '',
    ...sentiment
      .filter((one) => (FIRST as readonly string[]).includes(one.language))
      .flatMap((one) => [`### ${nameOf(one.language)}`, '', ...sets(one), confusionText(one), '']),
    '### Other languages',
    '',
    ...table(
      SET_HEAD.map((cell) => (cell === 'set' ? 'language, set' : cell)),
      others.flatMap((one) => one.sets.flatMap((set) => setRows(set, `${nameOf(one.language)}, `))),
    ),
    '### Calibration',
    '',
    'Expected calibration error on development text, each fifth calibrated by the other four (aim ≤ 0.03), and of all rows as labelled.',
    '',
    ...table(
      ['language', 'rows', 'cross-fitted', 'as labelled'],
      sentiment.map((one) => [
        nameOf(one.language),
        whole(one.all.n),
        three(fitted.get(one.language)),
        between(one.all.calibrationError, one.all.intervals.calibrationError),
      ]),
    ),
  ]
}

const SET_HEAD = [
  'set',
  'n',
  'accuracy',
  'macro-F1',
  'av. recall',
  'neg. recall',
  'bias',
  'ECE',
  'unscored',
  'majority',
  '`sentiment`',
  '`natural`',
  'VADER',
]

const sets = (one: LanguageResult): string[] =>
  table(SET_HEAD, [
    ...one.sets.flatMap((set) => setRows(set, '')),
    ...(one.sets.length > 1 ? setRows({ set: '**all**', figures: one.all, baselines: [] }, '') : []),
  ])

function setRows({ set, figures, baselines }: SetResult, before: string): string[][] {
  const line = (name: string, f: Omit<typeof figures, 'neutralMasked' | 'confusion' | 'majority'>, masked: boolean) => [
    name,
    whole(f.n),
    between(f.accuracy, f.intervals.accuracy),
    between(f.macroF1, f.intervals.macroF1),
    between(f.averageRecall, f.intervals.averageRecall),
    between(f.negativeRecall, f.intervals.negativeRecall),
    `${signed(f.bias)} (${range(f.intervals.bias)})`,
    three(f.calibrationError),
    percent(f.unscored),
    `${three(figures.majority.accuracy)} / ${three(figures.majority.macroF1)}`,
    baselineCell(baselines, 'sentiment', masked),
    baselineCell(baselines, 'natural', masked),
    baselineCell(baselines, 'VADER', masked),
  ]
  return [
    line(`${before}${set}`, figures, false),
    ...(figures.neutralMasked ? [line(`${before}${set}, masked`, figures.neutralMasked, true)] : []),
  ]
}

/** Accuracy / macro-F1; of the analysers of `natural` the one with the best macro-F1. */
function baselineCell(baselines: readonly BaselineResult[], name: string, masked: boolean): string {
  const own = baselines
    .filter((baseline) => baseline.name.startsWith(name))
    .map((baseline) => ({ name: baseline.name, ...((masked ? baseline.masked : null) ?? baseline) }))
    .sort((a, b) => b.macroF1 - a.macroF1)
  const best = own[0]
  if (!best) return '–'
  return `${three(best.accuracy)} / ${three(best.macroF1)}${name === 'natural' ? ` ${best.name.replace('natural ', '')}` : ''}`
}

function confusionText({ language, all }: LanguageResult): string {
  const rows = Object.entries(all.confusion).map(
    ([truth, given]) =>
      `true ${truth}: ${Object.entries(given)
        .map(([label, n]) => `${whole(n)} ${label}`)
        .join(', ')}`,
  )
  return `${nameOf(language)}, all sets: ${rows.join('; ')}. Scored rows alone: accuracy ${three(all.accuracyWhenScored)}.`
}

export function targetedSection(results: readonly TargetedResult[]): string[] {
  const differences = results.flatMap(({ language, report }) =>
    (
      [
        ['differ', report.labelsDiffer],
        ['agree', report.labelsAgree],
      ] as const
    ).flatMap(([how, a]) =>
      a
        ? [
            [
              nameOf(language),
              `labels ${how}`,
              whole(a.n),
              three(a.accuracy),
              three(a.wholeTextAccuracy),
              `${signed(a.difference)} (${range(a.interval)})`,
            ],
          ]
        : [],
    ),
  )
  return [
    '## Sentiment towards a target',
    '',
    'Rows of one text are judged together; a target that does not stand in the text literally is judged as the whole text. The first table',
    'compares with the judgement of the whole text on the same rows: where the targets of a text carry different labels, and where they agree.',
    '',
    ...table(['language', 'rows whose', 'n', 'accuracy', 'as whole text', 'difference'], differences),
    ...table(
      [
        'language, set',
        'n',
        'accuracy',
        'macro-F1',
        'av. recall',
        'neg. recall',
        'bias',
        'ECE',
        'unscored',
        'majority',
        'packages',
      ],
      results.flatMap(({ language, report, baselines }) =>
        Object.entries(report.sets).flatMap(([set, f]) => [
          [
            `${nameOf(language)}, ${set}`,
            whole(f.n),
            between(f.accuracy, f.intervals.accuracy),
            between(f.macroF1, f.intervals.macroF1),
            three(f.averageRecall),
            three(f.negativeRecall),
            signed(f.bias),
            three(f.calibrationError),
            percent(f.unscored),
            `${three(f.majority.accuracy)} / ${three(f.majority.macroF1)}`,
            (baselines[set] ?? []).length === 0
              ? '–'
              : (baselines[set] ?? []).map((b) => `${b.name} ${three(b.accuracy)} / ${three(b.macroF1)}`).join('; '),
          ],
        ]),
      ),
    ),
    `Targets found literally: ${results.map(({ language, report }) => `${nameOf(language)} ${percent(report.found)}`).join(', ')}.`,
    '',
  ]
}

export const contrastSection = (results: readonly ContrastResult[]): string[] => [
  '## Two brands in one text: the contrast set',
  '',
  'Written by us, names invented. The unseen half was never shown to those who write rules or train models; the dev half was. "Both": texts in',
  'which both brands got their label.',
  '',
  ...table(
    ['language', 'half', 'texts', 'accuracy', 'both', 'whole text: accuracy', 'both'],
    results.map((r) => [
      nameOf(r.language),
      r.half,
      whole(r.texts),
      between(r.accuracy, r.interval),
      percent(r.both),
      three(r.wholeAccuracy),
      percent(r.wholeBoth),
    ]),
  ),
]

export const evidenceSection = ({ sentiment }: Pick<Card, 'sentiment'>): string[] => [
  '## Evidence: the deletion test',
  '',
  'Of labels that are not neutral: taking away the strongest span changes the label or lowers its probability by 0.10 or more (asked: ≥ 80 %).',
  '',
  ...table(
    ['language', 'labels', 'felt'],
    sentiment.map((one) => [nameOf(one.language), whole(one.deletion.n), percent(one.deletion.felt / one.deletion.n)]),
  ),
]
