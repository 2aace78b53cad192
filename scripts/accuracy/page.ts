import type { Abstention } from './abstention.ts'
import type { Floor } from './floors.ts'
import type { Hashes } from './hashes.ts'
import type { LanguageSetResult } from './language.ts'
import { between, percent, range, signed, table, three, whole } from './markdown.ts'
import { FIRST, nameOf } from './names.ts'
import type { ContrastResult, IntentResult, IntentSilence } from './own-sets.ts'
import { contrastSection, evidenceSection, sentimentSection, targetedSection } from './page-sentiment.ts'
import type { LanguageResult } from './sentiment.ts'
import type { TargetedResult } from './targeted.ts'

export interface Card {
  readonly date: string
  readonly hashes: Hashes
  readonly data: string
  readonly ownData: string
  readonly losses: readonly string[]
  readonly floors: readonly Floor[]
  readonly sentiment: readonly LanguageResult[]
  readonly calibration: readonly { language: string; crossFitted: number }[]
  readonly targeted: readonly TargetedResult[]
  readonly contrast: readonly ContrastResult[]
  readonly language: readonly LanguageSetResult[]
  readonly abstention: readonly Abstention[]
  readonly intents: readonly IntentResult[]
  readonly silence: readonly IntentSilence[]
  /** Sections made elsewhere: bias of left-out sets, brands. */
  readonly more: readonly string[]
}

/** docs/accuracy.md. */
export function page(card: Card): string {
  return [
    ...head(card),
    ...floorsSection(card.floors),
    '## Where we lose',
    '',
    card.losses.length === 0 ? 'Nowhere, by these figures.' : 'Made from the figures below, all of it:',
    '',
    ...card.losses.map((line) => `- ${line}`),
    '',
    ...sentimentSection(card),
    ...targetedSection(card.targeted),
    ...contrastSection(card.contrast),
    ...evidenceSection(card),
    ...languageSection(card.language),
    ...abstentionSection(card.abstention),
    ...intentSection(card),
    ...card.more,
  ].join('\n')
}

const head = ({ date, hashes, data, ownData }: Card): string[] => [
  '# Accuracy card',
  '',
  '<!-- Written by `pnpm accuracy`; do not edit. -->',
  '',
  `Taken on ${date}. Models: sentiment \`${hashes.sentiment}\`, language \`${hashes.language}\`, intent \`${hashes.intent}\`.`,
  `Data: development parts \`${data}\`, sets written by us \`${ownData}\`.`,
  '',
  'Whoever has the named sets makes this page again with `pnpm accuracy` (`MOODLIGHT_SHARED` names the folder that holds `data/`); texts of',
  'others are not in this repository. [data-card.md](data-card.md) says what the models were made from, [labels.md](labels.md) what a label',
  'means, [accuracy-of-your-own.md](accuracy-of-your-own.md) how to measure on posts of your own.',
  '',
  'All sets are **development parts**: nothing was trained on them, but settings were chosen by them, so that text from elsewhere will be',
  'judged somewhat worse. In brackets stand 95 % intervals by bootstrap over rows (1,000 resamples, seeded), or Wilson intervals for shares on',
  'the sets written by us. An **unscored row counts as wrong**. Macro-F1 and average recall are means over the classes that occur. Bias is net',
  'sentiment (positive less negative) as labelled less as it is. ECE is the expected calibration error of the label given (15 equal bins).',
  'Where a set has no neutral rows, a second line shows the result with neutral not allowed ("masked"); baselines stand beside it likewise.',
  '',
]

const floorsSection = (floors: readonly Floor[]): string[] => [
  '## What was asked',
  '',
  `${floors.filter((f) => f.met).length} of ${floors.length} reached.`,
  '',
  ...table(
    ['figure', 'asked', 'simple', 'reached', ''],
    floors.map((f) => [
      f.what,
      three(f.floor),
      f.simple === null ? '' : three(f.simple),
      between(f.value, f.interval),
      f.met ? 'met' : '**missed**',
    ]),
  ),
  '"Simple" is a linear model of ninety lines, the judgement of the whole text, or the best library.',
  '',
]

function languageSection(results: readonly LanguageSetResult[]): string[] {
  return [
    '## Language',
    '',
    'On the fifth of each set that was kept from training (by a hash of the text), all languages enabled, no hint given. "Ahead": our accuracy',
    'less theirs on the same rows, with its paired interval.',
    '',
    ...results.flatMap(({ set, figures, slices }) => [
      `### ${set}`,
      '',
      `${whole(figures.n)} rows, ${figures.languages.length} languages; macro-F1 ${between(figures.macroF1, figures.intervals.macroF1)}; unknown ${percent(figures.unknown)}; always "${figures.majority.label}": ${three(figures.majority.accuracy)}.`,
      '',
      ...table(
        ['language', 'n', 'accuracy', '`franc`', 'ahead', '`eld`', 'ahead'],
        slices
          .filter((slice) => slice.language === 'all' || (FIRST as readonly string[]).includes(slice.language))
          .map((slice) => [
            slice.language,
            whole(slice.n),
            between(slice.accuracy, slice.interval),
            ...slice.comparisons.flatMap((c) => [
              three(c.accuracy),
              `${signed(c.ahead.difference)} (${range(c.ahead.interval)})`,
            ]),
          ]),
      ),
    ]),
  ]
}

const abstentionSection = (results: readonly Abstention[]): string[] => [
  '## Languages without a model: unscored, not guessed',
  '',
  'Texts in languages for which there is no model, the language found by ourselves (asked: ≥ 99 % unscored on posts). Single words and pairs',
  'are no posts and stand here for completeness.',
  '',
  ...table(
    ['set', 'texts', 'unscored', 'labelled most often'],
    results.map((r) => [
      r.set,
      whole(r.n),
      percent(r.unscored),
      r.worst
        .filter((w) => w.labelled > 0)
        .map((w) => `${w.language} ${w.labelled} of ${w.n}`)
        .join(', '),
    ]),
  ),
]

function intentSection({ intents, silence }: Card): string[] {
  if (intents.length === 0) return []
  return [
    '## Intent',
    '',
    'Sentences written by us; the unseen half was never shown to those who write the rules, the dev half was. Precision asked: ≥ 0.85 on it.',
    '',
    ...table(
      ['language', 'half', 'intent', 'sentences', 'precision', 'recall'],
      intents.map((r) => [
        nameOf(r.language),
        r.half,
        r.kind,
        whole(r.n),
        between(r.precision, r.precisionInterval),
        between(r.recall, r.recallInterval),
      ]),
    ),
    `Sentences without an intent that got one: ${silence.map((s) => `${nameOf(s.language)} (${s.half}) ${s.wrong} of ${s.n}`).join(', ')}.`,
    '',
  ]
}
