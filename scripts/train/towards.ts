/**
 * Makes the models of targets: what a text says of a brand by where its name stands. Run after sentiment.ts, whose models speak beside them:
 *   node scripts/train/towards.ts [LANGUAGE…]           train
 *   node scripts/train/towards.ts --blend [LANGUAGE…]   only weigh the voices again, as after a new model of the language
 * Trained on `data/targeted` train and on the sentences of our own; how the voices are weighed is fitted on `data/targeted` dev and on the dev half of the
 * contrast set, and reported by cross-fitting over texts. Deterministic.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { LinearScorer } from '../../packages/sentiment/src/model/linear-scorer.ts'
import { MOST_WORD_FEATURES } from '../../packages/sentiment/src/model/word-features.ts'
import { createScoper } from '../../packages/sentiment/src/scope/scope.ts'
import { MOST_TOKENS } from '../../packages/sentiment/src/scorer.ts'
import { letterFeatures, type TowardsSink, visitTowards } from '../../packages/sentiment/src/towards/features.ts'
import {
  readTowardsCard,
  readTowardsWeights,
  type TowardsCard,
  TowardsScorer,
} from '../../packages/sentiment/src/towards/towards-scorer.ts'
import { tokenize } from '../../packages/text/src/index.ts'
import { developmentTexts, signature } from './data.ts'
import { NOT_TRAINED, RECIPES } from './languages.ts'
import { type Row, trainMean } from './linear.ts'
import { LABELS } from './measure.ts'
import { ownTexts } from './own-rows.ts'
import { quantise } from './quantise.ts'
import { placedTargets } from './targets.ts'
import { fitAndReport } from './towards-blend.ts'

const OUT = join(import.meta.dirname, '../../packages/sentiment/towards')
/** Buckets are 2^bits: English has four times the rows of the others together. */
const bitsOf = (language: string): number => (language === 'eng' ? 21 : 19)
const TARGETED_WEIGHT = 0.5
const OWN_WEIGHT = 1
const OPTIONS = { epochs: 5, rate: 0.2, setRate: 0, seed: 1 }
const MEMBERS = 1

interface Span {
  readonly start: number
  readonly end: number
}

/** Rows end to end, as the linear trainer reads them. */
class Rows implements TowardsSink {
  data = new Uint32Array(1 << 22)
  #end = 0
  readonly #letters = new Uint32Array(MOST_WORD_FEATURES)
  readonly starts: number[] = [0]
  readonly rows: Row[] = []
  readonly #language: string
  readonly #mask: number
  readonly #scoper: ReturnType<typeof createScoper>

  constructor(language: string) {
    this.#language = language
    this.#mask = (1 << bitsOf(language)) - 1
    this.#scoper = createScoper(language)
  }

  feature(hash: number): void {
    if (this.#end === this.data.length) {
      const larger = new Uint32Array(this.data.length * 2)
      larger.set(this.data)
      this.data = larger
    }
    this.data[this.#end++] = hash & this.#mask
  }

  letters(word: string, clause: number): void {
    const count = letterFeatures(word, clause, this.#letters)
    for (let k = 0; k < count; k++) this.feature(this.#letters[k]!)
  }

  add(
    text: string,
    target: readonly Span[],
    others: readonly Span[],
    seen: boolean,
    y: number,
    masked: boolean,
    weight: number,
  ): void {
    const { signed, clauses } = this.#scoper(text, tokenize(text).slice(0, MOST_TOKENS), target, others, seen)
    visitTowards(signed, clauses(), this.#language, this)
    this.starts.push(this.#end)
    this.rows.push({
      row: this.starts.length - 2,
      target: [y === 0 ? 1 : 0, y === 1 ? 1 : 0, y === 2 ? 1 : 0],
      masked,
      set: 0,
      weight,
    })
  }
}

function trainingRows(language: string, two: string): Rows {
  const rows = new Rows(language)
  const kept = developmentTexts(two)
  for (const { text, label, spans, neutralKnown } of placedTargets(two, 'train', NOT_TRAINED)) {
    if (kept.has(signature(text))) continue
    for (const seen of [false, true])
      rows.add(text, spans.target, spans.others, seen, LABELS.indexOf(label), !neutralKnown, TARGETED_WEIGHT)
  }
  for (const { text, spans, labels } of ownTexts(language)) {
    for (const [i, label] of labels.entries())
      if (label !== '-') rows.add(text, spans[i]!, spans[1 - i]!, false, LABELS.indexOf(label), false, OWN_WEIGHT)
  }
  return rows
}

/** The packed weights of a model trained anew, and what a step of them is worth. */
function trained(language: string, two: string): { packed: Buffer; step: number } {
  const rows = trainingRows(language, two)
  const { weights, step } = quantise(trainMean(rows, rows.rows, { ...OPTIONS, bits: bitsOf(language) }, MEMBERS))
  console.log(`${language}: ${rows.rows.length} rows`)
  return { packed: gzipSync(Buffer.from(weights.buffer), { level: 9 }), step }
}

const onlyBlend = process.argv.includes('--blend')
const asked = process.argv.slice(2).filter((argument) => argument !== '--blend')
for (const language of asked.length > 0 ? asked : ['eng', 'nld', 'zho', 'fas']) {
  const started = performance.now()
  const two = RECIPES[language]!.data
  const bits = bitsOf(language)
  const { packed, step } = onlyBlend
    ? { packed: readTowardsWeights(language), step: (JSON.parse(readTowardsCard(language)) as TowardsCard).step }
    : trained(language, two)
  const scorer = new TowardsScorer(language, bits, step, new Int8Array(gunzipSync(packed)))
  const blends = fitAndReport(language, two, LinearScorer.load(language), scorer)
  const sha256 = createHash('sha256').update(packed).digest('hex')
  const card: TowardsCard = { format: 1, language, bits, step, ...blends, sha256 }
  mkdirSync(OUT, { recursive: true })
  writeFileSync(join(OUT, `${language}.bin.gz`), packed)
  writeFileSync(join(OUT, `${language}.json`), `${JSON.stringify(card)}\n`)
  console.log(
    `${language}: ${((performance.now() - started) / 1000).toFixed(0)} s, ${(packed.length / 1e6).toFixed(2)} MB`,
  )
}
