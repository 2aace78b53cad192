import type { Detector } from '@moodlight/language'
import type { SentimentModel } from '@moodlight/sentiment'
import { tokenize } from '@moodlight/text'
import type { Input } from '../bulk/input.ts'
import { type Figures, figures, JudgedRows } from './figures.ts'
import { addJudged } from './judge.ts'
import { type BrokenLine, readLabelled } from './rows.ts'

/** What every evaluation is given. */
export interface EvaluateOptions {
  readonly detector: Detector
  readonly sentiment: SentimentModel
  /** ISO 639-3 of all texts; null: found per text. */
  readonly lang: string | null
  readonly seed: number
  readonly onBroken: (line: BrokenLine) => void
  readonly onProgress: (rows: number) => void
}

export interface SentimentReport {
  /** By name of the set, in the order in which they came. */
  readonly sets: Readonly<Record<string, Figures>>
  /** Over all rows; null when there is none. */
  readonly all: Figures | null
}

/** Scores files of labelled texts: the text as a whole. */
export async function evaluateSentiment(inputs: readonly Input[], options: EvaluateOptions): Promise<SentimentReport> {
  const { detector, sentiment } = options
  const sets = new Map<string, JudgedRows>()
  let n = 0
  for (const input of inputs)
    await readLabelled(
      input,
      false,
      (rows) => {
        for (const { text, label, set } of rows) {
          const tokens = tokenize(text)
          const language = options.lang ?? detector.detect(text, tokens, []).code
          const scored = sentiment.score({ text, tokens, language, target: null, others: [] })
          addJudged(rowsOf(sets, set), label, scored)
        }
        n += rows.length
        options.onProgress(n)
      },
      options.onBroken,
    )
  return reportOf(sets, options.seed)
}

export function rowsOf(sets: Map<string, JudgedRows>, set: string): JudgedRows {
  let rows = sets.get(set)
  if (!rows) {
    rows = new JudgedRows()
    sets.set(set, rows)
  }
  return rows
}

export function reportOf(sets: ReadonlyMap<string, JudgedRows>, seed: number): SentimentReport {
  const all = new JudgedRows()
  for (const rows of sets.values()) all.append(rows)
  return {
    sets: Object.fromEntries([...sets].map(([set, rows]) => [set, figures(rows, seed)])),
    all: all.n > 0 ? figures(all, seed) : null,
  }
}
