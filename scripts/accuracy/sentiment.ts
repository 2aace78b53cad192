import { join } from 'node:path'
import type { SentimentModel } from '../../packages/sentiment/src/index.ts'
import { tokenize } from '../../packages/text/src/index.ts'
import { type Figures, figures, JudgedRows, LABELS } from '../../services/moodlight/src/evaluate/figures.ts'
import { addJudged } from '../../services/moodlight/src/evaluate/judge.ts'
import { pairedDifference } from '../../services/moodlight/src/evaluate/paired.ts'
import { DATA, rows } from '../train/data.ts'
import { type Baseline, baselinesFor } from './baselines.ts'
import { deletionTest } from './deletion.ts'

/** A baseline on the rows of a set. */
export interface BaselineResult {
  readonly name: string
  readonly accuracy: number
  readonly macroF1: number
  /** With neutral not allowed; null where the set has neutral rows. */
  readonly masked: { readonly accuracy: number; readonly macroF1: number } | null
  /** Our accuracy less theirs (with neutral not allowed where the set has none), and its paired 95 % interval. */
  readonly ahead: ReturnType<typeof pairedDifference>
}

export interface SetResult {
  readonly set: string
  readonly figures: Figures
  readonly baselines: readonly BaselineResult[]
}

export interface LanguageResult {
  readonly language: string
  readonly sets: readonly SetResult[]
  readonly all: Figures
  readonly deletion: { readonly n: number; readonly felt: number }
}

interface Row {
  readonly label: number
  readonly text: string
}

/** Measures all development sets of a language, ours and the baselines on the same rows. */
export function measureSentiment(model: SentimentModel, language: string, two: string): LanguageResult {
  const bySet = new Map<string, Row[]>()
  for (const [label, set, text] of rows(join(DATA, 'sentiment', `${two}.dev.tsv.gz`))) {
    const list = bySet.get(set!) ?? []
    bySet.set(set!, list)
    list.push({ label: LABELS.indexOf(label as (typeof LABELS)[number]), text: text! })
  }
  const all = new JudgedRows()
  const deletion = { n: 0, felt: 0 }
  const sets = [...bySet]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([set, own]): SetResult => {
      const judged = new JudgedRows()
      for (const { label, text } of own) {
        const scored = model.score({ text, tokens: tokenize(text), language, target: null, others: [] })
        addJudged(judged, label, scored)
        const felt = deletionTest(model, text, language, scored)
        if (felt === null) continue
        deletion.n++
        if (felt) deletion.felt++
      }
      all.append(judged)
      return { set, figures: figures(judged), baselines: against(baselinesFor(language), own, judged) }
    })
  return { language, sets, all: figures(all), deletion }
}

function against(baselines: readonly Baseline[], own: readonly Row[], judged: JudgedRows): BaselineResult[] {
  const twoClasses = own.every((row) => row.label !== 1)
  return baselines.map((baseline) => {
    const given = own.map((row) => baseline.label(row.text))
    const labels = given.map((one) => one.label)
    const masked = given.map((one) => one.masked)
    const theirs = twoClasses ? masked : labels
    const ours = twoClasses ? judged.masked : judged.given
    return {
      name: baseline.name,
      ...plain(own, labels),
      masked: twoClasses ? plain(own, masked) : null,
      ahead: pairedDifference(
        own.map((row, i) => ours[i] === row.label),
        own.map((row, i) => theirs[i] === row.label),
      ),
    }
  })
}

/** Accuracy and macro-F1 over the classes that occur, without intervals. */
export function plain(own: readonly Row[], given: readonly number[]): { accuracy: number; macroF1: number } {
  const f1: number[] = []
  for (const k of [0, 1, 2]) {
    const support = own.filter((row) => row.label === k).length
    if (support === 0) continue
    const hits = own.filter((row, i) => row.label === k && given[i] === k).length
    f1.push((2 * hits) / (support + given.filter((g) => g === k).length))
  }
  return {
    accuracy: own.filter((row, i) => given[i] === row.label).length / own.length,
    macroF1: f1.reduce((a, b) => a + b, 0) / f1.length,
  }
}
