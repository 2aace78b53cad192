/** Labels per second and core against the package `sentiment` (AFINN), interleaved: node packages/sentiment/bench/sentiment.bench.ts */
import { createRequire } from 'node:module'
import { tokenize } from '@moodlight/text'
import { createSentiment } from '../src/index.ts'
import { LANGUAGES, posts } from './texts.ts'

const Afinn = createRequire(import.meta.url)('sentiment') as new () => { analyze(text: string): { score: number } }
const sentiment = createSentiment()
const afinn = new Afinn()
const POSTS = 4000
const ROUNDS = 5

/** Median of the rounds, in texts per second. */
const median = (times: number[]): number => POSTS / (times.sort((a, b) => a - b)[Math.floor(times.length / 2)]! / 1000)

function timed(run: () => void): number {
  const start = performance.now()
  run()
  return performance.now() - start
}

for (const language of LANGUAGES) {
  const texts = posts(language, POSTS)
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const own = timed(() => {
      for (const text of texts)
        sentiment.score({ text, tokens: tokenize(text), language, target: [{ start: 10, end: 18 }], others: [] })
    })
    const other = timed(() => {
      for (const text of texts) afinn.analyze(text)
    })
    // The first round warms up.
    if (round > 0) {
      ours.push(own)
      theirs.push(other)
    }
  }
  const value = median(ours)
  const baseline = median(theirs)
  console.log(
    JSON.stringify({
      bench: 'sentiment',
      case: `${language}, tokens and label with evidence`,
      value: Math.round(value),
      unit: 'posts/s',
      baseline: Math.round(baseline),
      ratio: Math.round((value / baseline) * 100) / 100,
    }),
  )
}
