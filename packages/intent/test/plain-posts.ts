/**
 * How often each intent is said on plain posts and reviews of the shared data (development part), per language and set, in percent of
 * texts: node packages/intent/test/plain-posts.ts. The data have no labels of intents, so this shows only what cannot be right, such
 * as advertisements among reviews. The whole text is taken as said of one brand. Prints counts, never a text.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { IntentKind } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import { createIntent } from '../src/index.ts'

const root = new URL('../../../', import.meta.url).pathname
const data = join(root, process.env['MOODLIGHT_SHARED'] ?? '../shared', 'data/sentiment')
const CODES = { eng: 'en', nld: 'nl', zho: 'zh', fas: 'fa' }
const MOST = 2000
const model = createIntent()

for (const [language, code] of Object.entries(CODES)) {
  const sets = new Map<string, { label: string; text: string }[]>()
  for (const line of gunzipSync(readFileSync(join(data, `${code}.dev.tsv.gz`)))
    .toString()
    .split('\n')) {
    const [label, set, text] = line.split('\t')
    if (label === undefined || set === undefined || text === undefined) continue
    const own = sets.get(set) ?? []
    if (own.length < MOST) own.push({ label, text })
    sets.set(set, own)
  }
  for (const [set, rows] of sets) {
    const counts = new Map<string, number>()
    const agrees = { complains: 0, praises: 0 }
    for (const { label, text } of rows) {
      const found = model.find({ text, tokens: tokenize(text), language, target: [], others: [] })
      for (const { kind } of found) {
        counts.set(kind, (counts.get(kind) ?? 0) + 1)
        if (kind === 'complains' && label === 'negative') agrees.complains++
        if (kind === 'praises' && label === 'positive') agrees.praises++
      }
    }
    const of = (kind: string) => counts.get(kind) ?? 0
    const parts = IntentKind.options.map((kind) => `${kind} ${((of(kind) / rows.length) * 100).toFixed(1)}`)
    const right = (['complains', 'praises'] as const).map((kind) => `${kind} ${agrees[kind]} of ${of(kind)}`)
    console.log(`${language} ${set} (${rows.length}): ${parts.join(', ')}; sentiment agrees: ${right.join(', ')}`)
  }
}
