import { join } from 'node:path'
import { MOST_TOKENS } from '../../packages/sentiment/src/scorer.ts'
import { type Token, tokenize } from '../../packages/text/src/index.ts'
import { DATA, developmentTexts, hash32, rows, signature } from './data.ts'
import type { FeatureTable } from './feature-table.ts'
import { NOT_TRAINED, type Recipe } from './languages.ts'
import type { Row } from './linear.ts'
import { LABELS } from './measure.ts'
import { ownRows } from './own-rows.ts'
import { targetedRows } from './targets.ts'

const MOST_CLASS_WEIGHT = 3
/** Weight of a sentence of our own: they are made of patterns, and many are alike. */
const OWN_WEIGHT = 0.5

/** Every second text keeps the words of its names, so that the model can judge with and without them. */
const half = (text: string): boolean => hash32(text, 3) % 2 === 0

interface Labelled {
  readonly label: string
  readonly set: string
  readonly text: string
  readonly tokens: readonly Token[]
  readonly weight: number
}

/** What a language is trained on: texts judged as a whole and texts judged towards a target. */
export function trainingRows(language: string, recipe: Recipe, table: FeatureTable) {
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
    ...ownRows(language).map((row) => ({ ...row, weight: OWN_WEIGHT })),
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
