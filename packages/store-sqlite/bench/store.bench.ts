import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { PostMentions } from '@moodlight/core'
import { aMention, aPost, aPostMentions, T0 } from '@moodlight/testkit'
import { contentHash, encodeStream, similarity, tokenize } from '@moodlight/text'
import { openStore } from '../src/index.ts'

/**
 * Upserts of mentions with full text through the port, in batches of 500, against the least that node:sqlite can do with the
 * same durability: one row of JSON and one row of FTS5 a post, the JSON text and the tokens made beforehand. Rounds alternate.
 */
const BATCH = 500
const ROUNDS = 6
const BATCHES_A_ROUND = 8

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
  const copy = random(20) === 0
  const text = copy
    ? `Copy ${random(50)}: the bank says that everything works again and thanks all its customers`
    : Array.from({ length: 12 + random(20) }, () => WORDS[random(WORDS.length)]).join(' ')
  const tokens = tokenize(text)
  return aPostMentions(
    aPost({
      nativeId: `post-${i}`,
      text,
      at: T0 + i * 50 + random(60_000),
      author: `author-${random(5000)}`,
      source: `source-${random(4)}`,
      contentHash: contentHash(tokens),
      similarity: similarity(tokens),
      tokens: tokens.length,
    }),
    [
      aMention({ brand: `brand-${random(6)}`, label: (['negative', 'neutral', 'positive'] as const)[random(3)]! }),
      ...(random(5) ? [] : [aMention({ brand: 'brand-7', unscored: 'no-words' })]),
    ],
    { origin: { offset: i } },
  )
}

const dir = mkdtempSync(join(tmpdir(), 'store-bench-'))
const store = await openStore({ file: join(dir, 'store.db') })
const raw = new DatabaseSync(join(dir, 'raw.db'))
raw.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE post (pid INTEGER PRIMARY KEY, id TEXT UNIQUE, json TEXT);
  CREATE VIRTUAL TABLE fts USING fts5(stream, content='', tokenize='ascii')`)
const upsert = raw.prepare(
  'INSERT INTO post (id, json) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET json = excluded.json',
)
const index = raw.prepare('INSERT INTO fts (rowid, stream) VALUES (?, ?)')

const row = (event: PostMentions) => [event.post.id, JSON.stringify(event), encodeStream(event.post.text)] as const

function writeRaw(rows: readonly (readonly [string, string, string])[]): void {
  raw.exec('BEGIN')
  for (const [id, json, stream] of rows) index.run(upsert.run(id, json).lastInsertRowid, stream)
  raw.exec('COMMIT')
}

const spent = { port: 0, pipelined: 0, bare: 0, whole: 0 }
let made = 0
const batches = () =>
  Array.from({ length: BATCHES_A_ROUND }, () => Array.from({ length: BATCH }, () => makePost(made++)))

for (let round = -1; round < ROUNDS; round++) {
  const [one, two, three, four] = [batches(), batches(), batches(), batches()]
  const prepared = three.map((batch) => batch.map(row))
  const start = performance.now()
  for (const batch of one) await store.store.apply(batch)
  const between = performance.now()
  // Two batches under way: the caller prepares one while the writer writes the other, as the index stage does.
  let before: Promise<unknown> = Promise.resolve()
  for (const batch of two) {
    const next = store.store.apply(batch)
    await before
    before = next
  }
  await before
  const middle = performance.now()
  for (const batch of prepared) writeRaw(batch)
  const late = performance.now()
  for (const batch of four) writeRaw(batch.map(row))
  if (round < 0) continue
  spent.port += between - start
  spent.pipelined += middle - between
  spent.bare += late - middle
  spent.whole += performance.now() - late
}

const posts = ROUNDS * BATCHES_A_ROUND * BATCH
const rate = (ms: number) => Math.round((posts / ms) * 1000)
for (const [name, ms] of [
  ['one after the other', spent.port],
  ['two under way', spent.pipelined],
] as const)
  for (const baseline of ['bare', 'whole'] as const)
    console.log(
      JSON.stringify({
        bench: 'store-sqlite',
        case: `upsert, batches of 500, ${name}, against ${baseline} node:sqlite`,
        value: rate(ms),
        unit: 'posts/s',
        baseline: rate(spent[baseline]),
        ratio: Number((spent[baseline] / ms).toFixed(2)),
      }),
    )
await store.close()
raw.close()
rmSync(dir, { recursive: true })
