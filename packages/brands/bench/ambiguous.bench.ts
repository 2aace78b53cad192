/**
 * Posts that name an ambiguous brand, judged by marked posts and by context words, interleaved:
 * node packages/brands/bench/ambiguous.bench.ts
 */
import { tokenize } from '@moodlight/text'
import { DEFINITIONS } from '../test/ambiguous/definitions/index.ts'
import { asRules, matcherOf, posts, taughtWith, withExamples } from '../test/ambiguous/measure.ts'

const texts = DEFINITIONS.flatMap((d) => posts('unseen', d.id).map((post) => post.text))
const input = texts.map((text) => ({
  post: { title: null, text, sourceKind: 'social' as const, author: null, replyTo: null },
  tokens: tokenize(text),
}))
const started = performance.now()
const taught = matcherOf(DEFINITIONS.map((d) => withExamples(d, taughtWith(d.id))))
console.error(`${DEFINITIONS.length} brands taught in ${Math.round(performance.now() - started)} ms`)
const rules = matcherOf(DEFINITIONS.map(asRules))
const times: [number[], number[]] = [[], []]
for (let round = 0; round < 5; round++) {
  for (const [k, matcher] of [taught, rules].entries()) {
    const start = performance.now()
    for (const { post, tokens } of input) matcher.match(post, tokens)
    // The first round warms up.
    if (round > 0) times[k]!.push(performance.now() - start)
  }
}
const rate = (k: 0 | 1): number => Math.round(input.length / (Math.min(...times[k]) / 1000))
console.log(
  JSON.stringify({
    bench: 'brands',
    case: 'posts that all hold an ambiguous name: marked posts against context words',
    value: rate(0),
    unit: 'posts/s',
    baseline: rate(1),
    ratio: Math.round((rate(0) / rate(1)) * 100) / 100,
  }),
)
