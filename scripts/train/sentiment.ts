/**
 * Makes the sentiment models and their cards from `data/sentiment` and `data/targeted`, and reports every development set. Deterministic.
 *   node scripts/train/sentiment.ts [LANGUAGE…]             train
 *   node scripts/train/sentiment.ts --net [LANGUAGE…]       train only the networks beside the linear models
 *   node scripts/train/sentiment.ts --measure [LANGUAGE…]   measure and calibrate what is there again
 */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type ModelCard, type NetCard, readCard } from '../../packages/sentiment/src/model/card.ts'
import { FEATURE_VERSION } from '../../packages/sentiment/src/model/features.ts'
import { LinearScorer } from '../../packages/sentiment/src/model/linear-scorer.ts'
import { TOKEN_VERSION } from '../../packages/text/src/index.ts'
import { judged, measured, reportTargeted } from './development.ts'
import { FeatureTable } from './feature-table.ts'
import { RECIPES, type Recipe } from './languages.ts'
import { trainMean } from './linear.ts'
import { lists } from './lists.ts'
import { trainNet } from './net.ts'
import { inBytes, quantise } from './quantise.ts'
import { TokenTable } from './token-table.ts'
import { trainingRows } from './training-rows.ts'

const OUT = join(import.meta.dirname, '../../packages/sentiment/models')

/** A card before it is measured: as the model speaks uncalibrated. */
const UNMEASURED = {
  temperatures: [1, 1, 1],
  calibrationError: 0,
  confusion: [],
  measured: 0,
  development: [],
} as const

/** Rows of the table of a network are 2^bits. */
const NET_BITS = 15

function trainBeside(language: string, { net, ...recipe }: Recipe): NetCard | null {
  if (!net) return null
  const started = performance.now()
  const table = new TokenTable(NET_BITS, lists(recipe.lists))
  const { data } = trainingRows(language, { ...recipe, net }, table)
  const learnt = trainNet(table, data, { bits: NET_BITS, epochs: net.epochs, dropped: net.dropped, seed: 1 })
  const { weights, step } = inBytes(learnt.table)
  const packed = gzipSync(Buffer.concat([Buffer.from(learnt.dense.buffer), Buffer.from(weights.buffer)]), { level: 9 })
  writeFileSync(join(OUT, `${language}.net.gz`), packed)
  const took = ((performance.now() - started) / 1000).toFixed(0)
  console.log(`${language}: network of ${data.length} rows in ${took} s, ${(packed.length / 1e6).toFixed(2)} MB`)
  return { bits: NET_BITS, step, share: net.share, sha256: createHash('sha256').update(packed).digest('hex') }
}

function train(language: string, recipe: Recipe): void {
  const started = performance.now()
  const wordScores = lists(recipe.lists)
  const table = new FeatureTable(recipe.bits, wordScores)
  const { data, sets } = trainingRows(language, recipe, table)
  const { weights, step } = quantise(trainMean(table, data, { ...recipe, seed: 1 }, recipe.members))
  const parts = wordScores ? [Buffer.from(wordScores.keys.buffer), Buffer.from(wordScores.scores.buffer)] : []
  const packed = gzipSync(Buffer.concat([...parts, Buffer.from(weights.buffer)]), { level: 9 })
  writeFileSync(join(OUT, `${language}.bin.gz`), packed)
  writeCard({
    format: 1,
    language,
    bits: recipe.bits,
    step,
    lists: recipe.lists,
    listedWords: wordScores?.keys.length ?? 0,
    featureVersion: FEATURE_VERSION,
    tokenVersion: TOKEN_VERSION,
    ...UNMEASURED,
    trainedOn: sets,
    sha256: createHash('sha256').update(packed).digest('hex'),
    net: trainBeside(language, recipe),
  })
  const took = ((performance.now() - started) / 1000).toFixed(0)
  console.log(`${language}: ${data.length} rows in ${took} s, ${(packed.length / 1e6).toFixed(2)} MB`)
}

function measureModel(language: string, recipe: Recipe): void {
  writeCard({ ...readCard(language), ...UNMEASURED })
  const scorer = LinearScorer.load(language)
  const card = { ...readCard(language), ...measured(judged(scorer, recipe.data)) }
  writeCard(card)
  for (const set of card.development) {
    const m = set.neutralMasked
    const masked = m ? ` | neutral masked: acc ${m.accuracy} F1 ${m.macroF1}` : ''
    console.log(
      `  ${set.set}: n ${set.n} acc ${set.accuracy} F1 ${set.macroF1} recall ${set.averageRecall} bias ${set.bias}${masked}`,
    )
  }
  if (recipe.targetWeight > 0) reportTargeted(language, recipe, scorer)
  console.log(`${language}: calibration error ${card.calibrationError}, temperatures ${card.temperatures.join(' ')}`)
}

const writeCard = (card: ModelCard): void =>
  writeFileSync(join(OUT, `${card.language}.json`), `${JSON.stringify(card, null, 2)}\n`)

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
for (const language of asked.length > 0 ? asked : Object.keys(RECIPES)) {
  const recipe = RECIPES[language]
  if (!recipe) throw new Error(`no recipe for ${language}: see scripts/train/languages.ts`)
  if (process.argv.includes('--net')) writeCard({ ...readCard(language), net: trainBeside(language, recipe) })
  else if (!process.argv.includes('--measure')) train(language, recipe)
  measureModel(language, recipe)
}
