import { tokenize } from '@moodlight/text'
import type { Input } from '../bulk/input.ts'
import { findTargets } from '../label/find-target.ts'
import { scoreTarget } from '../label/label-text.ts'
import type { Interval } from './bootstrap.ts'
import { type EvaluateOptions, reportOf, rowsOf, type SentimentReport } from './evaluate-sentiment.ts'
import type { JudgedRows } from './figures.ts'
import { addJudged, givenOf } from './judge.ts'
import { pairedDifference } from './paired.ts'
import { type LabelledRow, readLabelled } from './rows.ts'

/** Judged towards the target against judged as the whole text, on the same rows. */
export interface Against {
  readonly n: number
  readonly accuracy: number
  readonly wholeTextAccuracy: number
  readonly difference: number
  readonly interval: Interval
}

export interface TargetedReport extends SentimentReport {
  /** Share of rows whose target stands in the text literally; the others were judged as the whole text. */
  readonly found: number
  /** Rows of texts whose targets carry different labels, and all others; null where there are none. */
  readonly labelsDiffer: Against | null
  readonly labelsAgree: Against | null
}

/**
 * Scores files of texts labelled towards a target. Rows of one text are looked at together, as the product does with the brands it
 * watches: what is about another target of the text is left out.
 */
export async function evaluateTargeted(inputs: readonly Input[], options: EvaluateOptions): Promise<TargetedReport> {
  const texts = new Map<string, LabelledRow[]>()
  for (const input of inputs)
    await readLabelled(
      input,
      true,
      (rows) => {
        for (const row of rows) {
          const list = texts.get(row.text)
          if (list) list.push(row)
          else texts.set(row.text, [row])
        }
      },
      options.onBroken,
    )
  const sets = new Map<string, JudgedRows>()
  const differ = new Pairs()
  const agree = new Pairs()
  let n = 0
  let found = 0
  for (const [text, rows] of texts) {
    const differs = new Set(rows.map((row) => row.label)).size > 1
    found += judgeText(text, rows, options, sets, differs ? differ : agree)
    n += rows.length
    options.onProgress(n)
  }
  return {
    ...reportOf(sets, options.seed),
    found: n > 0 ? found / n : 0,
    labelsDiffer: differ.against(options.seed),
    labelsAgree: agree.against(options.seed),
  }
}

/** Judges all targets of a text; returns how many of them stand in it. */
function judgeText(
  text: string,
  rows: readonly LabelledRow[],
  { detector, sentiment, lang }: EvaluateOptions,
  sets: Map<string, JudgedRows>,
  pairs: Pairs,
): number {
  const tokens = tokenize(text)
  const language = lang ?? detector.detect(text, tokens, []).code
  const whole = sentiment.score({ text, tokens, language, target: null, others: [] })
  const targets = [...new Set(rows.map((row) => row.target as string))]
  const places = findTargets(text, targets)
  const scored = targets.map((_, i) => scoreTarget(sentiment, { text, tokens, language }, places, i, whole))
  let found = 0
  for (const { label, set, target } of rows) {
    const i = targets.indexOf(target as string)
    if (places[i]!.length > 0) found++
    addJudged(rowsOf(sets, set), label, scored[i]!)
    pairs.add(givenOf(scored[i]!) === label, givenOf(whole) === label)
  }
  return found
}

/** Hits of two ways of judging on the same rows. */
class Pairs {
  readonly #towards: boolean[] = []
  readonly #whole: boolean[] = []

  add(towards: boolean, whole: boolean): void {
    this.#towards.push(towards)
    this.#whole.push(whole)
  }

  against(seed: number): Against | null {
    const n = this.#towards.length
    if (n === 0) return null
    const share = (hits: readonly boolean[]): number => hits.filter(Boolean).length / n
    return {
      n,
      accuracy: share(this.#towards),
      wholeTextAccuracy: share(this.#whole),
      ...pairedDifference(this.#towards, this.#whole, seed),
    }
  }
}
