/**
 * Makes the sentiment models and their cards from `data/sentiment` and reports every development set. Deterministic.
 *   node scripts/train/sentiment.ts [LANGUAGE…]
 */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { ModelCard } from '../../packages/sentiment/src/model/card.ts'
import { FEATURE_VERSION } from '../../packages/sentiment/src/model/features.ts'
import { LinearScorer } from '../../packages/sentiment/src/model/linear-scorer.ts'
import { MOST_TOKENS } from '../../packages/sentiment/src/scorer.ts'
import { TOKEN_VERSION, type Token, tokenize } from '../../packages/text/src/index.ts'
import { calibrationError, favoured, type Judged, temperatures } from './calibrate.ts'
import { DATA, developmentTexts, hash32, rows, signature } from './data.ts'
import { FeatureTable } from './feature-table.ts'
import { NOT_TRAINED, RECIPES, type Recipe } from './languages.ts'
import { type Row, trainMean } from './linear.ts'
import { lists } from './lists.ts'
import { type Counts, emptyCounts, measure } from './measure.ts'
import { quantise } from './quantise.ts'
import { targetedRows } from './targets.ts'

const OUT = process.env['OUT'] ?? join(import.meta.dirname, '../../packages/sentiment/models')
const LABELS = ['negative', 'neutral', 'positive']
/** Rows of one set that count fully in calibration and confusion: no set shall be the voice of all. */
const FULL_ROWS = 1000
const MOST_CLASS_WEIGHT = 3

/** Every second text keeps the words of its names, so that the model can judge with and without them. */
const half = (text: string): boolean => hash32(text, 3) % 2 === 0

interface Labelled {
  readonly label: string
  readonly set: string
  readonly text: string
  readonly tokens: readonly Token[]
  readonly weight: number
}

function trainingRows(language: string, recipe: Recipe, table: FeatureTable) {
  const plain: Labelled[] = rows(join(DATA, 'sentiment', `${recipe.data}.train.tsv.gz`))
    .filter(([, set]) => !NOT_TRAINED.has(set!))
    .map(([label, set, text]) => ({
      label: label!,
      set: set!,
      text: text!,
      tokens: tokenize(text!).slice(0, MOST_TOKENS),
      weight: 1,
    }))
  const targeted = recipe.targetWeight > 0 ? targetedRows(language, recipe.data, 'train', NOT_TRAINED, half) : []
  const kept = developmentTexts(recipe.data)
  const all = [
    ...plain,
    ...targeted.map((row) => ({ ...row, set: `${row.set} (targeted)`, weight: recipe.targetWeight })),
  ]
  const texts: Labelled[] = all.filter((row) => !kept.has(signature(row.text)))
  const withNeutral = new Set(texts.filter((row) => row.label === 'neutral').map((row) => row.set))
  const sets = [...new Set(texts.map((row) => row.set))].sort()
  const counts = new Map(sets.map((set) => [set, [0, 0, 0]]))
  for (const { label, set } of texts) counts.get(set)![LABELS.indexOf(label)]!++
  /** A rare label of a set counts for more, so that the common one does not swallow it. */
  const classWeight = (set: string, y: number): number => {
    const own = counts.get(set)!
    const mean = (own[0]! + own[1]! + own[2]!) / (withNeutral.has(set) ? 3 : 2)
    return Math.min(MOST_CLASS_WEIGHT, (mean / own[y]!) ** recipe.classPower)
  }
  const data: Row[] = texts.map(({ label, set, text, tokens, weight }) => {
    const y = LABELS.indexOf(label)
    const masked = !withNeutral.has(set)
    return {
      row: table.add(text, language, tokens),
      target: [y === 0 ? 1 : 0, y === 1 ? 1 : 0, y === 2 ? 1 : 0],
      masked,
      set: sets.indexOf(set),
      weight: classWeight(set, y) * weight,
    }
  })
  return { data, sets: sets.map((set) => ({ set, rows: texts.filter((row) => row.set === set).length })) }
}

/** Accuracy towards targets against that of the whole text, where the labels of a text differ and where they agree. */
function reportTargeted(language: string, recipe: Recipe, scorer: LinearScorer): void {
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

function judged(scorer: LinearScorer, data: string): Judged[] {
  const dev = rows(join(DATA, 'sentiment', `${data}.dev.tsv.gz`))
  const sizes = new Map<string, number>()
  for (const [, set] of dev) sizes.set(set!, (sizes.get(set!) ?? 0) + 1)
  return dev.map(([label, set, text]) => {
    const { logits } = scorer.score(text!, tokenize(text!).slice(0, MOST_TOKENS))
    const weight = Math.min(1, FULL_ROWS / sizes.get(set!)!)
    return { set: set!, y: LABELS.indexOf(label!), logits: [logits[0]!, logits[1]!, logits[2]!], weight }
  })
}

function train(language: string, recipe: Recipe): void {
  const started = performance.now()
  const wordScores = lists(recipe.lists)
  const table = new FeatureTable(recipe.bits, wordScores)
  const { data, sets } = trainingRows(language, recipe, table)
  const { weights, step } = quantise(trainMean(table, data, { ...recipe, seed: 1 }, recipe.members))
  const plain = {
    format: 1 as const,
    language,
    bits: recipe.bits,
    step,
    lists: recipe.lists,
    listedWords: wordScores?.keys.length ?? 0,
    featureVersion: FEATURE_VERSION,
    tokenVersion: TOKEN_VERSION,
    trainedOn: sets,
  }
  const bare = { ...plain, temperatures: [1, 1, 1] as const, confusion: [], measured: 0, sha256: '' }
  const dev = judged(new LinearScorer(bare, weights, wordScores), recipe.data)
  const even = (row: Judged, i: number) => hash32(`${row.set} ${i}`) % 2 === 0
  const halves = [dev.filter(even), dev.filter((row, i) => !even(row, i))]
  const errors = halves.map((half, i) => calibrationError(half, temperatures(halves[1 - i]!)))
  const parts = wordScores ? [Buffer.from(wordScores.keys.buffer), Buffer.from(wordScores.scores.buffer)] : []
  const packed = gzipSync(Buffer.concat([...parts, Buffer.from(weights.buffer)]), { level: 9 })
  const card: ModelCard = {
    ...plain,
    temperatures: temperatures(dev),
    confusion: confusionOf(dev),
    measured: dev.length,
    sha256: createHash('sha256').update(packed).digest('hex'),
  }
  mkdirSync(OUT, { recursive: true })
  writeFileSync(join(OUT, `${language}.bin.gz`), packed)
  writeFileSync(join(OUT, `${language}.json`), `${JSON.stringify(card, null, 2)}\n`)
  report(dev)
  reportTargeted(language, recipe, new LinearScorer(card, weights, wordScores))
  const took = ((performance.now() - started) / 1000).toFixed(0)
  const error = ((errors[0]! + errors[1]!) / 2).toFixed(3)
  console.log(
    `${language}: ${data.length} rows, ${took} s, ${(packed.length / 1e6).toFixed(2)} MB, calibration error ${error}, temperatures ${card.temperatures}`,
  )
}

function confusionOf(dev: readonly Judged[]): [number, number, number][] {
  const counts: Counts = emptyCounts()
  for (const row of dev) counts[row.y]![favoured(row.logits)]! += row.weight
  return counts.map((row) => {
    const total = row[0] + row[1] + row[2] || 1
    return row.map((x) => Math.round((x / total) * 10_000) / 10_000) as [number, number, number]
  })
}

function report(dev: readonly Judged[]): void {
  for (const set of new Set(dev.map((row) => row.set))) {
    const own = dev.filter((row) => row.set === set)
    const three = emptyCounts()
    const two = emptyCounts()
    for (const { y, logits } of own) {
      three[y]![favoured(logits)]!++
      two[y]![logits[0] > logits[2] ? 0 : 2]!++
    }
    const line = (counts: Counts): string => {
      const m = measure(counts)
      return `acc ${m.accuracy.toFixed(3)} F1 ${m.macroF1.toFixed(3)} rec ${m.averageRecall.toFixed(3)} bias ${m.bias.toFixed(3)}`
    }
    const masked = own.some((row) => row.y === 1) ? '' : ` | neutral masked: ${line(two)}`
    console.log(`  ${set.padEnd(20)} n ${String(own.length).padStart(5)} ${line(three)}${masked}`)
  }
}

const asked = process.argv.slice(2)
for (const language of asked.length > 0 ? asked : Object.keys(RECIPES))
  train(language, { ...RECIPES[language]!, ...JSON.parse(process.env['RECIPE'] ?? '{}') })
