/**
 * Figures per intent and language: node packages/intent/test/report.ts [dev|unseen] [language …]. Prints aggregates only; with
 * `--errors` the sentences that were judged wrongly too, of the half `dev` alone.
 */
import { IntentKind } from '@moodlight/core'
import { createIntent } from '../src/index.ts'
import { type Answer, answers, falseAlarms, LANGUAGES, precision, recall, score, wilson } from './measure.ts'

const args = process.argv.slice(2)
const half = args.includes('unseen') ? 'unseen' : 'dev'
const showErrors = args.includes('--errors') && half === 'dev'
const asked = LANGUAGES.filter((language) => args.includes(language))
const model = createIntent()
const share = (x: number) => x.toFixed(3)

for (const language of asked.length > 0 ? asked : LANGUAGES) {
  const all = answers(model, half, language)
  const pooled = { n: 0, right: 0, wrong: 0 }
  for (const kind of IntentKind.options) {
    const s = score(all, kind)
    pooled.n += s.n
    pooled.right += s.right
    pooled.wrong += s.wrong
    print(language, kind, s)
  }
  print(language, 'all', pooled)
  const { n, wrong } = falseAlarms(all)
  console.log(`${language} none       ${wrong} of ${n} got an intent`)
  if (showErrors) for (const answer of all) tell(answer)
}

function print(language: string, kind: string, s: { n: number; right: number; wrong: number }): void {
  const [pLow, pHigh] = wilson(s.right, s.right + s.wrong)
  const [rLow, rHigh] = wilson(s.right, s.n)
  const p = `precision ${share(precision(s))} [${share(pLow)}, ${share(pHigh)}] of ${s.right + s.wrong}`
  console.log(
    `${language} ${kind.padEnd(10)} ${p}   recall ${share(recall(s))} [${share(rLow)}, ${share(rHigh)}] of ${s.n}`,
  )
}

function tell({ sentence, said }: Answer): void {
  const missed = sentence.kinds.filter((kind) => !said.includes(kind)).map((kind) => `-${kind}`)
  const extra = said.filter((kind) => !sentence.kinds.includes(kind)).map((kind) => `+${kind}`)
  if (missed.length + extra.length > 0) console.log(`  ${[...extra, ...missed].join(' ')}\t${sentence.text}`)
}
