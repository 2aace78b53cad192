import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@elastic/elasticsearch'
import type { PostMentions } from '@moodlight/core'
import { ElasticsearchServer, fetchServers } from '@moodlight/servers'
import { preparePost } from '@moodlight/store-rules'
import { aMention, aPost, aPostMentions, T0 } from '@moodlight/testkit'
import { contentHash, similarity, tokenize } from '@moodlight/text'
import { livePost } from '../src/documents/post-document.ts'
import { indexBody } from '../src/documents/templates.ts'
import { openElasticsearchStore } from '../src/index.ts'
import { dropIndices, testOptions } from '../test/test-store.ts'

/**
 * Posts through the port, in batches of 500, against a bare bulk of the very same documents, made beforehand, into an index of the
 * same mapping with the same durability. Rounds alternate. What the keeper does afterwards (stories, votes, numbers of changes) is
 * measured by itself. MOODLIGHT_TEST_ELASTICSEARCH names a running server; else one is started.
 */
const BATCH = 500
const ROUNDS = 12
const BATCHES_A_ROUND = 4

const WORDS =
  `bank app down again service money account card never always people waiting phone branch transfer mortgage rate
  interest savings customer happy angry broken update login password fraud warning thanks help quick slow today tomorrow morning
  finally really nobody everyone lovely terrible staff desk queue letter payment salary fees cash machine support answer`.split(
    /\s+/,
  )

let seed = 1
const random = (n: number) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed % n
}

/** About 140 characters, some of them copies, as social media have them. */
function makePost(i: number): PostMentions {
  const text =
    random(20) === 0
      ? `Copy ${random(50)}: the bank says that everything works again and thanks all its customers`
      : Array.from({ length: 12 + random(20) }, () => WORDS[random(WORDS.length)]).join(' ')
  const tokens = tokenize(text)
  const post = aPost({
    nativeId: `post-${i}`,
    text,
    at: T0 + i * 50 + random(60_000),
    author: `author-${random(5000)}`,
    source: `source-${random(4)}`,
    contentHash: contentHash(tokens),
    similarity: similarity(tokens),
    tokens: tokens.length,
  })
  const label = (['negative', 'neutral', 'positive'] as const)[random(3)]!
  return aPostMentions(post, [aMention({ brand: `brand-${random(6)}`, label })], { origin: { offset: i } })
}

const folder = mkdtempSync(join(tmpdir(), 'elasticsearch-bench-'))
const named = process.env['MOODLIGHT_TEST_ELASTICSEARCH']
const server = named
  ? null
  : await ElasticsearchServer.start({
      programs: (await fetchServers()).elasticsearch,
      folder,
      port: 23_290,
      heapMb: 512,
    })
const url = named ?? server!.url
const prefix = `bench${process.pid}`
const options = testOptions(url, prefix, { refresh: '1s' })
const opened = await openElasticsearchStore(options)
const client = new Client({ node: url, requestTimeout: 60_000 })
const bareIndex = `${prefix}-bare`
await client.transport.request({ method: 'PUT', path: `/${bareIndex}`, body: indexBody('posts', options) })

async function bare(events: readonly PostMentions[]): Promise<number> {
  const documents = events.map((event) =>
    livePost(preparePost(event), { stamp: 1, born: 1, story: undefined, corrections: [] }),
  )
  const start = performance.now()
  for (let i = 0; i < documents.length; i += BATCH) {
    const operations = documents
      .slice(i, i + BATCH)
      .flatMap((doc) => [{ create: { _index: bareIndex, _id: doc.id } }, doc])
    const { errors } = await client.bulk({ operations })
    if (errors) throw new Error('the bare bulk failed')
  }
  return performance.now() - start
}

async function ours(events: readonly PostMentions[]): Promise<number> {
  const start = performance.now()
  for (let i = 0; i < events.length; i += BATCH) {
    const results = await opened.store.apply(events.slice(i, i + BATCH))
    if (results.some((result) => result !== 'applied')) throw new Error('not all was applied')
  }
  return performance.now() - start
}

const times = { ours: 0, bare: 0 }
let made = 0
const some = () => Array.from({ length: BATCH * BATCHES_A_ROUND }, () => makePost(made++))
for (let round = -1; round < ROUNDS; round++) {
  const [a, b] = [some(), some()]
  const first = round % 2 === 0
  const mine = first ? await ours(a) : null
  const theirs = await bare(b)
  const spent = mine ?? (await ours(a))
  // The first round warms the server up.
  if (round < 0) continue
  times.ours += spent
  times.bare += theirs
}
const posts = ROUNDS * BATCHES_A_ROUND * BATCH
const rate = (ms: number) => Math.round((posts / ms) * 1000)
const line = (name: string, value: number, baseline: number | null) =>
  console.log(
    JSON.stringify({
      bench: 'store-elasticsearch',
      case: name,
      value,
      unit: 'posts/s',
      baseline,
      ratio: baseline === null ? null : Number((value / baseline).toFixed(3)),
    }),
  )
line('apply against a bare bulk of the same documents', rate(times.ours), rate(times.bare))
const start = performance.now()
await opened.settle()
line(
  'stories, votes and changes of all of them',
  Math.round(((posts + posts / ROUNDS) / (performance.now() - start)) * 1000),
  null,
)
await client.close()
await opened.close()
await dropIndices(url, prefix)
await server?.stop()
rmSync(folder, { recursive: true, force: true })
