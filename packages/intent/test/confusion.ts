/** Counts only: of the sentences that wrongly got an intent, how many had which. node packages/intent/test/confusion.ts [dev|unseen] [language …] */
import { IntentKind } from '@moodlight/core'
import { createIntent } from '../src/index.ts'
import { answers, LANGUAGES } from './measure.ts'

const args = process.argv.slice(2)
const half = args.includes('unseen') ? 'unseen' : 'dev'
const model = createIntent()
for (const language of LANGUAGES.filter((l) => args.every((arg) => arg === half || arg === l))) {
  for (const kind of IntentKind.options) {
    const had = new Map<string, number>()
    for (const { sentence, said } of answers(model, half, language)) {
      if (!said.includes(kind) || sentence.kinds.includes(kind)) continue
      const key = sentence.kinds.join('+') || 'none'
      had.set(key, (had.get(key) ?? 0) + 1)
    }
    const counts = [...had].sort((a, b) => b[1] - a[1]).map(([key, n]) => `${key} ${n}`)
    if (counts.length > 0) console.log(`${language} wrongly ${kind}: ${counts.join(', ')}`)
  }
}
