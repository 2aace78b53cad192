import { IntentKind } from '@moodlight/core'
import { createIntent } from '../src/index.ts'
import { answers, falseAlarms, LANGUAGES, precision, recall, type Score, score, wilson } from './measure.ts'
import { ofTwoBrands } from './two-brands.ts'

const NAMES = { eng: 'English', nld: 'Dutch', zho: 'Chinese', fas: 'Persian' }
const share = (x: number) => x.toFixed(2)
const sum = (a: Score, b: Score): Score => ({ n: a.n + b.n, right: a.right + b.right, wrong: a.wrong + b.wrong })
const ZERO: Score = { n: 0, right: 0, wrong: 0 }

export interface Figures {
  readonly byLanguage: ReadonlyMap<string, ReadonlyMap<IntentKind, Score>>
  readonly byKind: ReadonlyMap<IntentKind, Score>
  readonly alarms: { readonly n: number; readonly wrong: number }
}

/** Figures on the half of the sentences that nobody who writes rules has opened. */
export function unseenFigures(): Figures {
  const model = createIntent()
  const byLanguage = new Map<string, Map<IntentKind, Score>>()
  const alarms = { n: 0, wrong: 0 }
  for (const language of LANGUAGES) {
    const all = answers(model, 'unseen', language)
    byLanguage.set(language, new Map(IntentKind.options.map((kind) => [kind, score(all, kind)])))
    const { n, wrong } = falseAlarms(all)
    alarms.n += n
    alarms.wrong += wrong
  }
  const pooled = (kind: IntentKind) => [...byLanguage.values()].map((scores) => scores.get(kind)!).reduce(sum, ZERO)
  return { byLanguage, byKind: new Map(IntentKind.options.map((kind) => [kind, pooled(kind)])), alarms }
}

export const total = (scores: ReadonlyMap<IntentKind, Score>): Score => [...scores.values()].reduce(sum, ZERO)

/** docs/intents.md: what intents are worth, made anew by node packages/intent/test/write-page.ts. */
export function page(): string {
  const { byLanguage, byKind, alarms } = unseenFigures()
  const two = ofTwoBrands(createIntent())
  const said = two.reduce((n, one) => n + one.said.length, 0)
  const right = two.reduce((n, one) => n + one.said.filter((kind) => one.expected.includes(kind)).length, 0)
  const wanted = two.reduce((n, one) => n + one.expected.length, 0)
  const tables = [...byLanguage].map(([language, scores]) =>
    [`### ${NAMES[language as keyof typeof NAMES]}`, ...table([...scores, ['all', total(scores)]])].join('\n'),
  )
  return `# Intents: how often they are right

Made by \`node packages/intent/test/write-page.ts\`; a test fails when it does not agree with the rules and models. What an intent means:
[labels.md](labels.md).

The sentences were written for this, in four languages, by somebody other than the writer of the rules, who never opened them and saw only
sums such as these. They were measured several times while rules were written, so the figures are a little kinder than those of quite new
sentences. Natural posts are longer and less plain: expect lower recall. Intervals are 95 % (Wilson).

Of ${alarms.n} sentences without any intent, ${alarms.wrong} were given one.

## All languages
${table([...byKind, ['all', total(byKind)]]).join('\n')}

## By language
${tables.join('\n\n')}

## Two brands in one sentence
Of ${two.length / 2} sentences, each judged for both brands: ${right} of ${said} intents given were right, ${right} of ${wanted} were found. These were seen by the
writer of the rules.

## What is weak
- **Recall**: about four in ten intents are not found. It abstains: a post without an intent says nothing about its writer.
- **Considering** is said in many ways that never name a plan; **complaints** often tell a story without any word of complaint. The label
  of sentiment knows more of these: filter by both.
- Irony is praise to the rules unless a fault or complaint stands beside it.
- Reported speech of third persons is left out by words such as "says" and "according to" only.
- In posts that name two brands only the rules speak, since the trained part has met one brand a sentence.
`
}

function table(rows: readonly (readonly [string, Score])[]): string[] {
  const line = ([kind, s]: readonly [string, Score]) => {
    const [pLow, pHigh] = wilson(s.right, s.right + s.wrong)
    const [rLow, rHigh] = wilson(s.right, s.n)
    return `| ${kind} | ${s.n} | ${s.right + s.wrong} | ${share(precision(s))} (${share(pLow)}–${share(pHigh)}) | ${share(recall(s))} (${share(rLow)}–${share(rHigh)}) |`
  }
  return ['| intent | sentences | given | precision | recall |', '|---|---|---|---|---|', ...rows.map(line)]
}
