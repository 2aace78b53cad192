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
import { TOKEN_VERSION, tokenize } from '../../packages/text/src/index.ts'
import { calibrationError, favoured, type Judged, temperatures } from './calibrate.ts'
import { DATA, hash32, rows } from './data.ts'
import { FeatureTable } from './feature-table.ts'
import { NOT_TRAINED, RECIPES, type Recipe } from './languages.ts'
import { type Row, trainLinear } from './linear.ts'
import { lists } from './lists.ts'
import { type Counts, emptyCounts, measure } from './measure.ts'
import { quantise } from './quantise.ts'

const OUT = join(import.meta.dirname, '../../packages/sentiment/models')
const LABELS = ['negative', 'neutral', 'positive']
/** Rows of one set that count fully in calibration and confusion: no set shall be the voice of all. */
const FULL_ROWS = 1000

export function trainingRows(language: string, recipe: Recipe, table: FeatureTable) {
  const texts = rows(join(DATA, 'sentiment', `${recipe.data}.train.tsv.gz`)).filter(
    (row) => !NOT_TRAINED.has(row[1] ?? ''),
  )
  const withNeutral = new Set(texts.filter((row) => row[0] === 'neutral').map((row) => row[1]))
  const sets = [...new Set(texts.map((row) => row[1]!))].sort()
  const counts = [0, 0, 0]
  for (const [label, set] of texts) if (withNeutral.has(set)) counts[LABELS.indexOf(label!)]!++
  const mean = counts.reduce((a, b) => a + b, 0) / 3
  const classWeights = counts.map((count) => (mean / Math.max(1, count)) ** recipe.classPower)
  const data: Row[] = texts.map(([label, set, text]) => {
    const y = LABELS.indexOf(label!)
    const masked = !withNeutral.has(set)
    return {
      row: table.add(text!, language),
      target: [y === 0 ? 1 : 0, y === 1 ? 1 : 0, y === 2 ? 1 : 0],
      masked,
      set: sets.indexOf(set!),
      weight: masked ? 1 : classWeights[y]!,
    }
  })
  return { data, sets: sets.map((set) => ({ set, rows: texts.filter((row) => row[1] === set).length })) }
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
  const { weights, step } = quantise(trainLinear(table, data, { ...recipe, seed: 1 }))
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
for (const language of asked.length > 0 ? asked : Object.keys(RECIPES)) train(language, RECIPES[language]!)
