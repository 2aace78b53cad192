/** Verdicts per second and core against `franc` and `eld` (large), interleaved: node packages/language/bench/language.bench.ts */
import { type Token, tokenize } from '@moodlight/text'
import { eld } from 'eld/large'
import { franc } from 'franc'
import { createDetector } from '../src/index.ts'

const PARTS = [
  [
    'the app is down again',
    'de app ligt er weer uit',
    'la aplicación no funciona',
    'die App geht nicht',
    'l’appli ne marche pas',
  ],
  ['and nobody answers', 'en niemand neemt op', 'y nadie contesta', 'und niemand antwortet', 'et personne ne répond'],
  ['银行的系统又崩溃了', 'برنامه باز نمی‌شود', 'приложение не работает', 'アプリが使えません', 'التطبيق لا يعمل'],
]
const POSTS = 3000
const texts = Array.from({ length: POSTS }, (_, i) => {
  const [a, b, c] = PARTS
  return i % 4 === 0 ? `${c![i % 5]} ${i}` : `${a![i % 5]} ${b![i % 5]} ${(i * 7919).toString(36)}`
})
const tokens: Token[][] = texts.map((text) => tokenize(text))
const detector = createDetector()
const runs: Record<string, () => void> = {
  ours: () => texts.forEach((text, i) => void detector.detect(text, tokens[i]!, [])),
  franc: () => texts.forEach((text) => void franc(text)),
  eld: () => texts.forEach((text) => void eld.detect(text)),
}
const times: Record<string, number[]> = { ours: [], franc: [], eld: [] }
for (let round = 0; round < 4; round++) {
  for (const [name, run] of Object.entries(runs)) {
    const start = performance.now()
    run()
    // The first round warms up.
    if (round > 0) times[name]!.push(performance.now() - start)
  }
}
const rate = (name: string): number => Math.round(POSTS / (Math.min(...times[name]!) / 1000))
for (const baseline of ['franc', 'eld'])
  console.log(
    JSON.stringify({
      bench: 'language',
      case: `short posts in ten languages, against ${baseline}`,
      value: rate('ours'),
      unit: 'posts/s',
      baseline: rate(baseline),
      ratio: Math.round((rate('ours') / rate(baseline)) * 10) / 10,
    }),
  )
