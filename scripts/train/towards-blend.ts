import type { Span } from '@moodlight/core'
import type { LinearScorer } from '../../packages/sentiment/src/model/linear-scorer.ts'
import { createScoper } from '../../packages/sentiment/src/scope/scope.ts'
import { MOST_TOKENS } from '../../packages/sentiment/src/scorer.ts'
import { type Blend, blended, voiceNumbers } from '../../packages/sentiment/src/towards/blend.ts'
import type { TowardsScorer } from '../../packages/sentiment/src/towards/towards-scorer.ts'
import { hear } from '../../packages/sentiment/src/towards/voices.ts'
import { placesOf, readContrast } from '../../packages/sentiment/test/contrast/measure.ts'
import { tokenize } from '../../packages/text/src/index.ts'
import { favoured } from './calibrate.ts'
import { hash32 } from './data.ts'
import { fitBlend, type Heard } from './fit-blend.ts'
import { LABELS } from './measure.ts'
import { placedTargets } from './targets.ts'

/** Share that the contrast set has in fitting brands that stand beside others: it is small, and it is what brands are judged in. */
const CONTRAST_SHARE = 0.35
/** High: our own sentences were written by those who know the dev half, so that the model of targets looks better on it than it is. */
const PENALTY = 0.03
const FOLDS = 5

interface Row extends Heard {
  readonly text: string
  readonly alone: boolean
  readonly groups: readonly string[]
}

/** Fits how voices are weighed, on all rows, and prints what fits on other texts reach. */
export function fitAndReport(
  language: string,
  two: string,
  scorer: LinearScorer,
  towards: TowardsScorer,
): { alone: Blend; beside: Blend } {
  const rows = developmentRows(language, two, scorer, towards)
  const fit = (of: readonly Row[], alone: boolean): Blend => {
    const own = of.filter((row) => row.alone === alone && !row.groups.includes('contrast unseen'))
    const contrast = own.filter((row) => row.groups.includes('contrast dev')).length
    const weight = ((own.length - contrast) * CONTRAST_SHARE) / (1 - CONTRAST_SHARE) / (contrast || 1)
    return fitBlend(
      own.map((row) => ({ ...row, weight: row.groups.includes('contrast dev') ? weight : 1 })),
      PENALTY,
    )
  }
  const right = new Map<string, { n: number; part: number; blended: number }>()
  const fold = (row: Row): number => hash32(row.text, 9) % FOLDS
  for (let k = 0; k < FOLDS; k++) {
    const rest = rows.filter((row) => fold(row) !== k)
    const blends = { alone: fit(rest, true), beside: fit(rest, false) }
    for (const row of rows) {
      if (fold(row) !== k) continue
      const own = favoured(blended(row.alone ? blends.alone : blends.beside, row.numbers))
      for (const group of row.groups) {
        const at = right.get(group) ?? { n: 0, part: 0, blended: 0 }
        right.set(group, at)
        at.n++
        if (own === row.y) at.blended++
        if (favoured([row.numbers[0]!, 0, row.numbers[1]!]) === row.y) at.part++
      }
    }
  }
  for (const [group, at] of [...right].sort((a, b) => a[0].localeCompare(b[0])))
    console.log(
      `  ${language} ${group.padEnd(28)} n ${String(at.n).padEnd(5)} part ${(at.part / at.n).toFixed(3)} blended ${(at.blended / at.n).toFixed(3)}`,
    )
  return { alone: fit(rows, true), beside: fit(rows, false) }
}

function developmentRows(language: string, two: string, scorer: LinearScorer, towards: TowardsScorer): Row[] {
  const scoper = createScoper(language)
  const rows: Row[] = []
  const add = (
    text: string,
    target: readonly Span[],
    others: readonly Span[],
    seen: boolean,
    rest: Omit<Row, 'numbers' | 'text' | 'alone'>,
  ): void => {
    const tokens = tokenize(text).slice(0, MOST_TOKENS)
    const own = scoper(text, tokens, target, others, seen)
    const alone = own.whole === null
    const mirror = alone ? null : scoper(text, tokens, others, target, seen)
    rows.push({ text, alone, numbers: voiceNumbers(hear(scorer, towards, text, own, mirror).voices), ...rest })
  }
  const placed = [...placedTargets(two, 'dev')]
  for (const seen of [true, false]) {
    const mode = seen ? 'seen' : 'hidden'
    for (const { text, label, set, spans, differs, neutralKnown } of placed) {
      add(text, spans.target, spans.others, seen, {
        y: LABELS.indexOf(label),
        weight: 1,
        masked: !neutralKnown,
        groups: [`${mode} ${differs ? 'labels differ' : 'labels agree'}`, `${mode} ${set}`],
      })
    }
    for (const half of ['dev', 'unseen'] as const) {
      for (const [text, a, labelA, b, labelB] of readContrast(language, half)) {
        const rest = {
          weight: 1,
          masked: false,
          groups: [`contrast ${half}`, `${mode} contrast ${half}`],
        }
        const [own, other] = [placesOf(text!, a!), placesOf(text!, b!)]
        add(text!, own, other, seen, { y: LABELS.indexOf(labelA!), ...rest })
        add(text!, other, own, seen, { y: LABELS.indexOf(labelB!), ...rest })
      }
    }
  }
  return rows
}
