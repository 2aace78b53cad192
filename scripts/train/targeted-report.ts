/**
 * How well sentiment towards a brand is judged, as the product judges it, against the judgement of the whole text in the same run:
 *   node scripts/train/targeted-report.ts [LANGUAGE…]
 * over `data/targeted` dev (rows of texts whose labels differ, rows where they agree, each set; names seen and names hidden) and the contrast
 * set. Of the unseen half of the contrast set only sums are printed. Intervals are Wilson's, 95 %.
 */
import { createSentiment } from '../../packages/sentiment/src/index.ts'
import { measureContrast } from '../../packages/sentiment/test/contrast/measure.ts'
import { tokenize } from '../../packages/text/src/index.ts'
import { RECIPES } from './languages.ts'
import { spansOf, targetedTexts } from './targets.ts'

interface Tally {
  n: number
  whole: number
  seen: number
  hidden: number
}

const sentiment = createSentiment()

export function wilson(right: number, n: number): string {
  const z = 1.96
  const p = right / (n || 1)
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  return `${p.toFixed(3)} [${(middle - half).toFixed(3)}, ${(middle + half).toFixed(3)}]`
}

function report(language: string, data: string): void {
  const found = new Map<string, Tally>()
  for (const [text, rows] of targetedTexts(data, 'dev')) {
    const tokens = tokenize(text)
    const judge = (
      target: readonly { start: number; end: number }[] | null,
      others: typeof target,
      namesSeen: boolean,
    ) => sentiment.score({ text, tokens, language, target, others: others ?? [], namesSeen }).label
    const differs = new Set(rows.map((row) => row.label)).size > 1
    const whole = judge(null, null, false)
    for (const { label, set, target } of rows) {
      const spans = spansOf(
        text,
        target,
        rows.map((row) => row.target),
      )
      const literal = spans.target.length > 0
      const seen = judge(spans.target, spans.others, true)
      const hidden = judge(spans.target, spans.others, false)
      for (const key of [differs ? '* labels differ' : '* labels agree', set, ...(literal ? [] : ['* not found'])]) {
        const at = found.get(key) ?? { n: 0, whole: 0, seen: 0, hidden: 0 }
        found.set(key, at)
        at.n++
        if (whole === label) at.whole++
        if (seen === label) at.seen++
        if (hidden === label) at.hidden++
      }
    }
  }
  for (const [key, at] of [...found].sort((a, b) => a[0].localeCompare(b[0]))) {
    console.log(
      `${language} ${key.padEnd(20)} n ${String(at.n).padEnd(5)} whole ${wilson(at.whole, at.n)}  names seen ${wilson(at.seen, at.n)}  names hidden ${wilson(at.hidden, at.n)}`,
    )
  }
  for (const half of ['dev', 'unseen'] as const) {
    const m = measureContrast(sentiment, language, half)
    if (m.texts === 0) continue
    console.log(
      `${language} contrast ${half.padEnd(7)} texts ${m.texts} judgements ${wilson(m.right, m.texts * 2)} both right ${wilson(m.both, m.texts)} | whole text ${wilson(m.wholeRight, m.texts * 2)} both ${wilson(m.wholeBoth, m.texts)}`,
    )
    if (half === 'dev') console.log(`   ${[...m.kinds].map(([kind, k]) => `${kind} ${k.right}/${k.n}`).join(', ')}`)
  }
}

const asked = process.argv.slice(2)
for (const language of asked.length > 0 ? asked : ['eng', 'zho', 'nld', 'fas'])
  report(language, RECIPES[language]!.data)
