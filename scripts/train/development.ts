import { join } from 'node:path'
import type { ModelCard } from '../../packages/sentiment/src/model/card.ts'
import type { LinearScorer } from '../../packages/sentiment/src/model/linear-scorer.ts'
import { MOST_TOKENS } from '../../packages/sentiment/src/scorer.ts'
import { type Token, tokenize } from '../../packages/text/src/index.ts'
import { calibrationError, favoured, type Judged, temperatures } from './calibrate.ts'
import { DATA, hash32, rows } from './data.ts'
import type { Recipe } from './languages.ts'
import { type Counts, emptyCounts, LABELS, measure } from './measure.ts'
import { targetedRows } from './targets.ts'

/** Rows of one set that count fully in calibration and confusion: no set shall be the voice of all. */
const FULL_ROWS = 1000

/** Development text as the model judges it, not calibrated. */
export function judged(scorer: LinearScorer, data: string): Judged[] {
  const dev = rows(join(DATA, 'sentiment', `${data}.dev.tsv.gz`))
  const sizes = new Map<string, number>()
  for (const [, set] of dev) sizes.set(set!, (sizes.get(set!) ?? 0) + 1)
  const withNeutral = new Set(dev.filter((row) => row[0] === 'neutral').map((row) => row[1]))
  return dev.map(([label, set, text]) => {
    const { logits } = scorer.score(text!, tokenize(text!).slice(0, MOST_TOKENS))
    return {
      set: set!,
      y: LABELS.indexOf(label!),
      logits: [logits[0]!, logits[1]!, logits[2]!],
      weight: Math.min(1, FULL_ROWS / sizes.get(set!)!),
      neutralKnown: withNeutral.has(set),
    }
  })
}

/** What the card says of a model: calibration, confusion and the figures per set, from text that it was not trained on. */
export function measured(
  dev: readonly Judged[],
): Pick<ModelCard, 'temperatures' | 'calibrationError' | 'confusion' | 'measured' | 'development'> {
  // A set without neutral cannot say how often "neutral" is right.
  const known = dev.filter((row) => row.neutralKnown)
  return {
    temperatures: temperatures(known),
    calibrationError: round(calibrationError(known, (row, i) => hash32(`${row.set} ${i}`))),
    confusion: confusionOf(dev),
    measured: dev.length,
    development: [...new Set(dev.map((row) => row.set))].map((set) =>
      figures(
        set,
        dev.filter((row) => row.set === set),
      ),
    ),
  }
}

const round = (x: number): number => Math.round(x * 10_000) / 10_000

function confusionOf(dev: readonly Judged[]): [number, number, number][] {
  const counts: Counts = emptyCounts()
  for (const row of dev) counts[row.y]![favoured(row.logits)]! += row.weight
  return counts.map((row) => {
    const total = row[0] + row[1] + row[2] || 1
    return row.map((x) => round(x / total)) as [number, number, number]
  })
}

function figures(set: string, own: readonly Judged[]): ModelCard['development'][number] {
  const three = emptyCounts()
  const two = emptyCounts()
  for (const { y, logits } of own) {
    three[y]![favoured(logits)]!++
    two[y]![logits[0] > logits[2] ? 0 : 2]!++
  }
  const of = (counts: Counts) => {
    const m = measure(counts)
    return {
      accuracy: round(m.accuracy),
      macroF1: round(m.macroF1),
      averageRecall: round(m.averageRecall),
      bias: round(m.bias),
    }
  }
  return { set, n: own.length, ...of(three), neutralMasked: own.some((row) => row.y === 1) ? null : of(two) }
}

/** Accuracy towards targets against that of the whole text, where the labels of a text differ and where they agree. */
export function reportTargeted(language: string, recipe: Recipe, scorer: LinearScorer): void {
  const found = new Map<string, { n: number; whole: number; signed: number; seen: number }>()
  const label = (text: string, tokens: readonly Token[]) => LABELS[favoured([...scorer.score(text, tokens).logits])]
  const signed = targetedRows(language, recipe.data, 'dev', new Set(), () => false)
  const seen = targetedRows(language, recipe.data, 'dev', new Set(), () => true)
  signed.forEach((row, i) => {
    const whole = label(row.text, tokenize(row.text).slice(0, MOST_TOKENS))
    for (const key of [row.differs ? 'labels differ' : 'labels agree', row.set]) {
      const at = found.get(key) ?? { n: 0, whole: 0, signed: 0, seen: 0 }
      found.set(key, at)
      at.n++
      if (whole === row.label) at.whole++
      if (label(row.text, row.tokens) === row.label) at.signed++
      if (label(row.text, seen[i]!.tokens) === row.label) at.seen++
    }
  })
  for (const [key, at] of found) {
    const share = (x: number): string => (x / at.n).toFixed(3)
    console.log(
      `  target: ${key.padEnd(18)} n ${at.n} whole text ${share(at.whole)} target ${share(at.seen)} nameless ${share(at.signed)}`,
    )
  }
}
