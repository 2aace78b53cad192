import { existsSync } from 'node:fs'
import { IntentKind } from '../../packages/core/src/index.ts'
import { createIntent } from '../../packages/intent/src/index.ts'
import { answers, falseAlarms, precision, recall, score, wilson } from '../../packages/intent/test/measure.ts'
import type { SentimentModel } from '../../packages/sentiment/src/index.ts'
import { measureContrast } from '../../packages/sentiment/test/contrast/measure.ts'
import type { Interval } from '../../services/moodlight/src/evaluate/bootstrap.ts'
import { FIRST } from './names.ts'

export type Half = 'dev' | 'unseen'
export const HALVES = ['dev', 'unseen'] as const

export interface ContrastResult {
  readonly language: string
  readonly half: Half
  readonly texts: number
  readonly accuracy: number
  readonly interval: Interval
  readonly both: number
  readonly wholeAccuracy: number
  readonly wholeBoth: number
}

/** Two brands in one text. Intervals: Wilson 1927. */
export function contrast(sentiment: SentimentModel): ContrastResult[] {
  return FIRST.flatMap((language) =>
    HALVES.flatMap((half) => {
      const { texts, right, both, wholeRight, wholeBoth } = measureContrast(sentiment, language, half)
      if (texts === 0) return []
      return [
        {
          language,
          half,
          texts,
          accuracy: right / (2 * texts),
          interval: wilson(right, 2 * texts),
          both: both / texts,
          wholeAccuracy: wholeRight / (2 * texts),
          wholeBoth: wholeBoth / texts,
        },
      ]
    }),
  )
}

export interface IntentResult {
  readonly language: string
  readonly half: Half
  /** An intent, or `all` of them together. */
  readonly kind: string
  /** Sentences that have it. */
  readonly n: number
  readonly precision: number
  readonly precisionInterval: Interval
  readonly recall: number
  readonly recallInterval: Interval
}

export interface IntentSilence {
  readonly language: string
  readonly half: Half
  readonly n: number
  /** Sentences without an intent that got one. */
  readonly wrong: number
}

export function intents(): { rows: IntentResult[]; silence: IntentSilence[] } {
  const model = createIntent()
  const rows: IntentResult[] = []
  const silence: IntentSilence[] = []
  for (const language of FIRST)
    for (const half of HALVES) {
      const file = new URL(`../../packages/intent/test/sentences/${half}/${language}.tsv`, import.meta.url)
      if (!existsSync(file)) continue
      const all = answers(model, half, language)
      const pooled = { n: 0, right: 0, wrong: 0 }
      for (const kind of IntentKind.options) {
        const s = score(all, kind)
        pooled.n += s.n
        pooled.right += s.right
        pooled.wrong += s.wrong
        rows.push(resultOf(language, half, kind, s))
      }
      rows.push(resultOf(language, half, 'all', pooled))
      silence.push({ language, half, ...falseAlarms(all) })
    }
  return { rows, silence }
}

function resultOf(
  language: string,
  half: Half,
  kind: string,
  s: { n: number; right: number; wrong: number },
): IntentResult {
  return {
    language,
    half,
    kind,
    n: s.n,
    // What was never said cannot be wrong, nor right.
    precision: s.right + s.wrong === 0 ? Number.NaN : precision(s),
    precisionInterval: wilson(s.right, s.right + s.wrong),
    recall: recall(s),
    recallInterval: wilson(s.right, s.n),
  }
}
