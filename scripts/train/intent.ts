/**
 * Trains the second voice of intents on the sentences of packages/intent/test/sentences/dev: node scripts/train/intent.ts [--check]
 * Deterministic: logistic regression by stochastic gradient steps in the order of a fixed shuffle. `--check` prints, by five-fold
 * crossing, how often it would be right at the threshold the package uses, and writes nothing.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { IntentKind } from '@moodlight/core'
import { BUCKETS, eachFeature } from '../../packages/intent/src/features.ts'
import { packModel } from '../../packages/intent/src/second-voice.ts'
import { unitsOf } from '../../packages/intent/src/units.ts'
import { LANGUAGES, readSentences, spansOf } from '../../packages/intent/test/measure.ts'
import { tokenize } from '../../packages/text/src/index.ts'

const EPOCHS = 80
const RATE = 0.5
const DECAY = 0.0015
/** A sentence that has the intent weighs as much as these that have not: there are about ten times fewer. */
const WEIGHT_OF_HAVING = 3
const FOLDS = 5

interface Row {
  readonly kinds: readonly IntentKind[]
  readonly features: Int32Array
}

function rowsOf(language: string): Row[] {
  const rows = readSentences('dev', language).map(({ kinds, text }) => {
    const features: number[] = []
    eachFeature(unitsOf(text, tokenize(text), spansOf(text), []), (bucket) => features.push(bucket))
    return { kinds, features: Int32Array.from(features) }
  })
  // A fixed shuffle (a linear congruential sequence), so that the kinds of one stretch of the file do not come together.
  let state = 12345
  for (let i = rows.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    const j = state % (i + 1)
    ;[rows[i], rows[j]] = [rows[j]!, rows[i]!]
  }
  return rows
}

function logit(weights: Float64Array, bias: number, features: Int32Array): number {
  let z = 0
  for (const f of features) z += weights[f]!
  return bias + z / Math.sqrt(Math.max(1, features.length))
}

function train(rows: readonly Row[], kind: IntentKind): { weights: Float64Array; bias: number } {
  const weights = new Float64Array(BUCKETS)
  let bias = -2
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const rate = RATE / (1 + epoch / 10)
    for (const { kinds, features } of rows) {
      const has = kinds.includes(kind)
      const error = (1 / (1 + Math.exp(-logit(weights, bias, features))) - (has ? 1 : 0)) * (has ? WEIGHT_OF_HAVING : 1)
      const norm = 1 / Math.sqrt(Math.max(1, features.length))
      bias -= rate * 0.1 * error
      for (const f of features) weights[f] = weights[f]! - rate * (error * norm + DECAY * weights[f]!)
    }
  }
  return { weights, bias }
}

function crossed(rows: readonly Row[], language: string): void {
  for (const threshold of [0.1, 0.3, 0.4, 0.5, 0.6]) {
    let right = 0
    let said = 0
    let n = 0
    for (let fold = 0; fold < FOLDS; fold++) {
      const held = rows.filter((_, i) => i % FOLDS === fold)
      const rest = rows.filter((_, i) => i % FOLDS !== fold)
      for (const kind of IntentKind.options) {
        const { weights, bias } = train(rest, kind)
        for (const row of held) {
          const has = row.kinds.includes(kind)
          const says = 1 / (1 + Math.exp(-logit(weights, bias, row.features))) >= threshold
          n += has ? 1 : 0
          said += says ? 1 : 0
          right += says && has ? 1 : 0
        }
      }
    }
    console.log(`${language} at ${threshold}: precision ${(right / said).toFixed(3)}, recall ${(right / n).toFixed(3)}`)
  }
}

const folder = new URL('../../packages/intent/models/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const language of LANGUAGES) {
  const rows = rowsOf(language)
  if (process.argv.includes('--check')) crossed(rows, language)
  else {
    const trained = IntentKind.options.map((kind) => train(rows, kind))
    const bytes = packModel(
      trained.map((one) => one.bias),
      trained.map((one) => one.weights),
    )
    const packed = gzipSync(bytes, { level: 9 })
    writeFileSync(new URL(`${language}.bin.gz`, folder), packed)
    console.log(`${language}: ${rows.length} sentences, ${packed.length} bytes`)
  }
}
