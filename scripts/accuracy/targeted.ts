import { join } from 'node:path'
import type { Detector } from '../../packages/language/src/index.ts'
import type { SentimentModel } from '../../packages/sentiment/src/index.ts'
import { openInput } from '../../services/moodlight/src/bulk/input.ts'
import { evaluateTargeted, type TargetedReport } from '../../services/moodlight/src/evaluate/evaluate-targeted.ts'
import { LABELS } from '../../services/moodlight/src/evaluate/figures.ts'
import { DATA, rows } from '../train/data.ts'
import { baselinesFor } from './baselines.ts'
import { plain } from './sentiment.ts'

export interface TargetedResult {
  readonly language: string
  readonly report: TargetedReport
  /** Baselines judge the whole text, which is all they can: by set, their name and figures. */
  readonly baselines: Readonly<Record<string, readonly { name: string; accuracy: number; macroF1: number }[]>>
}

/** Measures all development sets towards targets of a language, as `moodlight evaluate targeted` does. */
export async function measureTargeted(
  detector: Detector,
  sentiment: SentimentModel,
  language: string,
  two: string,
): Promise<TargetedResult> {
  const path = join(DATA, 'targeted', `${two}.dev.tsv.gz`)
  const nothing = () => {}
  const options = { detector, sentiment, lang: language, seed: 1, onBroken: nothing, onProgress: nothing }
  const report = await evaluateTargeted([await openInput(path)], options)
  const all = rows(path).map(([label, set, , text]) => ({
    label: LABELS.indexOf(label as (typeof LABELS)[number]),
    set: set!,
    text: text!,
  }))
  const baselines = Object.fromEntries(
    Object.keys(report.sets).map((set) => {
      const own = all.filter((row) => row.set === set)
      return [
        set,
        baselinesFor(language).map((baseline) => ({
          name: baseline.name,
          ...plain(
            own,
            own.map((row) => baseline.label(row.text).label),
          ),
        })),
      ]
    }),
  )
  return { language, report, baselines }
}
