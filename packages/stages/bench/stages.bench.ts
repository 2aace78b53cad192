/** Cost of the stages by themselves, on one thread, each against what any stage must do: read and write the JSON. */
import { PostsRecord } from '@moodlight/core'
import type { LogRecord } from '@moodlight/ports'
import { MemoryState } from '@moodlight/testkit'
import { decode, enrich, matcherOf, normalise, Suppression } from '../src/index.ts'
import { BRANDS, drafts } from './texts.ts'

const N = 20_000
const facts = { source: 'bench', network: 'forum', sourceKind: 'forum', keep: 'all', retentionDays: 400 } as const
const book = { brands: BRANDS, versions: { generation: 1, enrichmentVersion: 1, settingsVersion: 1 } }
const matcher = matcherOf(book, 'secret')
const normaliser = normalise({
  secret: 'secret',
  matcher: () => matcher,
  suppression: new Suppression(new MemoryState()),
})

async function perSecond(n: number, work: () => Promise<unknown> | unknown): Promise<number> {
  const start = performance.now()
  await work()
  return Math.round((n / (performance.now() - start)) * 1000)
}

const best: Record<string, { value: number; baseline: number }> = {}
function note(name: string, value: number, baseline: number): void {
  const last = best[name]
  best[name] = { value: Math.max(value, last?.value ?? 0), baseline: Math.max(baseline, last?.baseline ?? 0) }
}

const few = drafts(N, 0.05)
const all = drafts(N, 1)
const events = (await normaliser(all, facts, 'live')).flatMap((o) => (o.kind === 'ok' ? [o.value[0]!] : []))
const texts = events.map((event) => JSON.stringify(event))
const records = texts.map(
  (value, offset): LogRecord => ({ position: { lane: 'live', partition: 0, offset }, key: 'k', value, at: 0 }),
)
const stage = enrich({ book, secret: 'secret' })
const { signal } = new AbortController()

for (let round = 0; round < 5; round++) {
  const json = await perSecond(N, () => texts.map((text) => JSON.stringify(JSON.parse(text))))
  note('decode and check', await perSecond(N, () => texts.map((text) => decode<PostsRecord>(PostsRecord, text))), json)
  note('normalise, 5 % match', await perSecond(N, () => normaliser(few, { ...facts, keep: 'matching' }, 'live')), json)
  note('normalise, all kept', await perSecond(N, () => normaliser(all, facts, 'live')), json)
  note('enrich, all match', await perSecond(N, () => stage.run(records, signal)), json)
}
for (const [name, { value, baseline }] of Object.entries(best))
  console.log(
    JSON.stringify({
      bench: 'stages',
      case: name,
      value,
      unit: 'posts/s',
      baseline,
      ratio: Number((value / baseline).toFixed(3)),
    }),
  )
