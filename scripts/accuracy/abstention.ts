import { join } from 'node:path'
import type { Detector } from '../../packages/language/src/index.ts'
import type { SentimentModel } from '../../packages/sentiment/src/index.ts'
import { tokenize } from '../../packages/text/src/index.ts'
import { DATA, heldOut, list, rows } from '../train/data.ts'

export interface Abstention {
  readonly set: string
  readonly n: number
  readonly unscored: number
  /** Languages whose texts got a label most often. */
  readonly worst: readonly { readonly language: string; readonly n: number; readonly labelled: number }[]
}

/** How often texts in languages without a model are left unscored, language found by ourselves. Only text kept for reporting. */
export function measureAbstention(detector: Detector, sentiment: SentimentModel): Abstention[] {
  return list('language').flatMap((file) => {
    const kept = rows(join(DATA, 'language', file)).filter(
      ([code, text]) => text !== undefined && heldOut(text) && !sentiment.covers(code!),
    )
    if (kept.length === 0) return []
    const languages = new Map<string, { n: number; labelled: number }>()
    for (const [code, text] of kept) {
      const tokens = tokenize(text!)
      const { code: language } = detector.detect(text!, tokens, [])
      const { label } = sentiment.score({ text: text!, tokens, language, target: null, others: [] })
      const at = languages.get(code!) ?? { n: 0, labelled: 0 }
      languages.set(code!, at)
      at.n++
      if (label !== 'unscored') at.labelled++
    }
    const labelled = [...languages.values()].reduce((sum, one) => sum + one.labelled, 0)
    const worst = [...languages]
      .map(([language, counts]) => ({ language, ...counts }))
      .sort((a, b) => b.labelled / b.n - a.labelled / a.n || (a.language < b.language ? -1 : 1))
      .slice(0, 5)
    return [{ set: file.replace('.dev.tsv.gz', ''), n: kept.length, unscored: 1 - labelled / kept.length, worst }]
  })
}
