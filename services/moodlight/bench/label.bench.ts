/**
 * `moodlight label` on one thread, from a JSON line to a JSON line: language found, whole text and one target judged, evidence. Posts per second of
 * CPU on the sample texts of the package demo; the baseline only reads and writes the JSON. node services/moodlight/bench/label.bench.ts
 */
import { demoDay } from '@moodlight/demo'
import type { LogRecord } from '@moodlight/ports'
import { figures, JudgedRows } from '../src/evaluate/figures.ts'
import { labelStage } from '../src/label/label-stage.ts'

const DAYS = 2
const ROUNDS = 3
const position = { lane: 'background', partition: 0, offset: 0 } as const

const texts = Array.from({ length: DAYS }, (_, day) => demoDay(7, day * 86_400_000, 0))
  .flat()
  .flatMap(({ item }) => (item.kind === 'post' && item.text ? [item.text] : []))
const recordsOf = (more: object): LogRecord[] =>
  texts.map((text, i) => ({ position, key: String(i), value: JSON.stringify({ id: i, text, ...more }), at: 0 }))
const { signal } = new AbortController()

async function cpuMs(run: () => unknown): Promise<number> {
  const start = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

async function best(run: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    const ms = await cpuMs(run)
    if (round > 0) least = Math.min(least, ms)
  }
  return least
}

function line(name: string, n: number, ms: number, baselineMs: number): void {
  const value = Math.round((n / ms) * 1000)
  const baseline = Math.round((n / baselineMs) * 1000)
  const ratio = Number((value / baseline).toFixed(3))
  console.log(JSON.stringify({ bench: 'label', case: name, value, unit: 'posts/s', baseline, ratio }))
}

for (const [name, more] of [
  ['whole text', {}],
  ['whole text and one target', { targets: ['Velora'] }],
] as const) {
  const records = recordsOf(more)
  const stage = labelStage({ lang: null, targets: [] })
  const json = await best(() => records.map((record) => JSON.stringify(JSON.parse(record.value))))
  line(`label, ${name}`, records.length, await best(() => stage.run(records, signal)), json)
}

/** Figures with 1,000 resamples for each row of a labelled file, beside counting alone. */
const rows = new JudgedRows()
for (let i = 0; i < 5000; i++) {
  const given = (i * 7) % 11 < 8 ? i % 3 : (i + 1) % 3
  rows.add({ truth: i % 3, given, probability: 0.7, masked: given === 1 ? 2 : given, maskedProbability: 0.8 })
}
const count = () => rows.truth.filter((truth, i) => truth === rows.given[i]).length
line('evaluate, figures with intervals of 5,000 rows', rows.n, await best(() => figures(rows)), await best(count))
