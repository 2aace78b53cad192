import { join } from 'node:path'
import { MOST_TOKENS } from '../../packages/sentiment/src/scorer.ts'
import { type Token, tokenize } from '../../packages/text/src/index.ts'
import { DATA, developmentTexts, hash32, rows, signature } from './data.ts'
import type { RowTable } from './feature-table.ts'
import { NOT_TRAINED, type Recipe } from './languages.ts'
import type { Row } from './linear.ts'
import { LABELS } from './measure.ts'
import { ownRows } from './own-rows.ts'
import { targetedRows } from './targets.ts'
import { labelsOf, type Soft, teacherLabels, teacherShare } from './teacher/labels.ts'

const MOST_CLASS_WEIGHT = 3
/** Weight of a sentence of our own: they are made of patterns, and many are alike. */
const OWN_WEIGHT = 0.2
/** Weight of a text that only the teacher judged. */
const UNLABELLED_WEIGHT = 1

/** Every second text keeps the words of its names, so that the model can judge with and without them. */
const half = (text: string): boolean => hash32(text, 3) % 2 === 0

interface Labelled {
  readonly label: string
  readonly set: string
  readonly text: string
  readonly tokens: readonly Token[]
  readonly weight: number
}

/** Gold and what the teacher says, mixed (Hinton et al. 2015). */
const mixed = (y: number, soft: Soft | null, share: number): Soft =>
  [0, 1, 2].map((k) => (soft ? soft[k]! * share : 0) + (y === k ? (soft ? 1 - share : 1) : 0)) as unknown as Soft

/** Where there are many texts of a set, those with the least hashes. */
function atMost(texts: readonly Labelled[], most: number): readonly Labelled[] {
  const bySet = Map.groupBy(texts, (row) => row.set)
  const kept = [...bySet.values()].map((own) => {
    if (own.length <= most) return own
    const bar = own.map((row) => hash32(row.text, 17)).sort((a, b) => a - b)[most]!
    return own.filter((row) => hash32(row.text, 17) < bar)
  })
  return kept.flat()
}

/**
 * What a language is trained on: texts judged as a whole and texts judged towards a target; of each set `mostRows` at most. Where there is a teacher, what it
 * says is mixed in, and the texts of `targeted`, which nobody judged as a whole, come in with its word alone. `taught: false` leaves it out.
 */
export function trainingRows(
  language: string,
  recipe: Recipe & { mostRows?: number; taught?: boolean },
  table: RowTable,
) {
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
  const texts = atMost(
    all.filter((row) => !kept.has(signature(row.text))),
    recipe.mostRows ?? Infinity,
  )
  const teacher = recipe.taught === false ? () => null : teacherLabels(labelsOf(language))
  const whole = new Set(plain.map((row) => row.set))
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
    const soft = whole.has(set) ? teacher(text) : null
    return {
      row: table.add(text, language, tokens),
      target: mixed(y, soft, teacherShare(language, set)),
      // The teacher knows neutral where the set does not.
      masked: !withNeutral.has(set) && soft === null,
      set: sets.indexOf(set),
      weight: classWeight(set, y) * weight,
    }
  })
  const known = new Set(texts.filter((row) => row.weight === 1).map((row) => row.text))
  for (const { text } of targeted) {
    if (known.has(text) || kept.has(signature(text))) continue
    known.add(text)
    const soft = teacher(text)
    if (soft)
      data.push({ row: table.add(text, language), target: soft, masked: false, set: 0, weight: UNLABELLED_WEIGHT })
  }
  return { data, sets: sets.map((set) => ({ set, rows: texts.filter((row) => row.set === set).length })) }
}
