/**
 * Speed against accuracy, on the development texts of MOODLIGHT_SHARED (default ../shared; without them nothing is measured): sentiment judged by
 * the first 8, 16, 32, 64 tokens and by all of them, and the VADER port in English. Figures are posts
 * per second of CPU; the baseline is all tokens. node packages/stages/bench/curve.bench.ts
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createSentiment } from '@moodlight/sentiment'
import { tokenize } from '@moodlight/text'

const SHARED = process.env['MOODLIGHT_SHARED'] ?? join(import.meta.dirname, '../../../../shared')
const FIRST = [
  ['eng', 'en'],
  ['nld', 'nl'],
  ['zho', 'zh'],
  ['fas', 'fa'],
] as const
const CUTS = [8, 16, 32, 64, Number.POSITIVE_INFINITY]
const MOST_ROWS = 3000
const ROUNDS = 3
const LABELS = ['negative', 'neutral', 'positive']

const require = createRequire(import.meta.url)
const { SentimentIntensityAnalyzer: vader } = require('vader-sentiment') as {
  SentimentIntensityAnalyzer: { polarity_scores(text: string): { compound: number } }
}

interface Row {
  readonly label: string
  readonly text: string
}

/** Every k-th row, so that all sets have their part. */
function rowsOf(two: string): Row[] {
  const path = join(SHARED, 'data', 'sentiment', `${two}.dev.tsv.gz`)
  if (!existsSync(path)) return []
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n').filter(Boolean)
  const step = Math.max(1, lines.length / MOST_ROWS)
  return Array.from({ length: Math.min(lines.length, MOST_ROWS) }, (_, i) =>
    lines[Math.floor(i * step)]!.split('\t'),
  ).map(([label, , text]) => ({ label: label!, text: text! }))
}

function macroF1(rows: readonly Row[], given: readonly string[]): number {
  const f1 = LABELS.map((label) => {
    const hits = rows.filter((row, i) => row.label === label && given[i] === label).length
    return (
      (2 * hits) / (rows.filter((row) => row.label === label).length + given.filter((g) => g === label).length || 1)
    )
  })
  return f1.reduce((a, b) => a + b, 0) / f1.length
}

const sentiment = createSentiment()
for (const [language, two] of FIRST) {
  const rows = rowsOf(two)
  if (rows.length === 0) continue
  const ways = new Map<string, (text: string) => string>(
    CUTS.map((cut) => [
      Number.isFinite(cut) ? `first ${cut} tokens` : 'all tokens',
      (text) => {
        const tokens = tokenize(text).slice(0, cut)
        return sentiment.score({ text, tokens, language, target: null, others: [] }).label
      },
    ]),
  )
  if (language === 'eng')
    ways.set('VADER', (text) => {
      const { compound } = vader.polarity_scores(text)
      return compound >= 0.05 ? 'positive' : compound <= -0.05 ? 'negative' : 'neutral'
    })
  const best = new Map<string, number>()
  const f1 = new Map<string, number>()
  for (let round = 0; round <= ROUNDS; round++)
    for (const [name, judge] of ways) {
      const start = process.cpuUsage()
      const given = rows.map((row) => judge(row.text))
      const { user, system } = process.cpuUsage(start)
      // The first round warms up.
      if (round > 0) best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, user + system))
      f1.set(name, macroF1(rows, given))
    }
  const rate = (name: string): number => Math.round((rows.length / best.get(name)!) * 1e6)
  for (const name of ways.keys())
    console.log(
      JSON.stringify({
        bench: 'curve',
        case: `${language}, ${name}: macro-F1 ${f1.get(name)!.toFixed(3)} on ${rows.length} development texts`,
        value: rate(name),
        unit: 'posts/s',
        baseline: rate('all tokens'),
        ratio: Number((rate(name) / rate('all tokens')).toFixed(2)),
      }),
    )
}
