import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { FROM_START, readPostFile } from '../src/index.ts'

/** Reading a file of posts as import does, against readline and JSON.parse alone, which check nothing and know no offset. */
const POSTS = 200_000
const ROUNDS = 5
const folder = mkdtempSync(join(tmpdir(), 'moodlight-bench-'))
const post = (i: number) => ({
  id: String(i),
  text: `Post number ${i}: de app doet het weer niet, al de derde keer deze week, en niemand neemt op.`,
  author: { id: `a${i % 5000}`, handle: `handle${i % 5000}`, name: 'Somebody' },
  createdAt: new Date(1_760_000_000_000 + i * 1000).toISOString(),
  lang: 'nl',
  url: `https://example.org/posts/${i}`,
})
const jsonl = join(folder, 'posts.jsonl')
const csv = join(folder, 'posts.csv')
const all = Array.from({ length: POSTS }, (_, i) => post(i))
writeFileSync(jsonl, all.map((p) => `${JSON.stringify(p)}\n`).join(''))
writeFileSync(
  csv,
  `id,text,author,createdAt\n${all.map((p) => `${p.id},"${p.text}",${p.author.id},${p.createdAt}\n`).join('')}`,
)

async function ours(path: string): Promise<number> {
  let n = 0
  for await (const batch of readPostFile(path, { now: () => 0, resume: FROM_START })) n += batch.items.length
  return n
}

async function plain(): Promise<number> {
  let n = 0
  for await (const line of createInterface({ input: createReadStream(jsonl), crlfDelay: Number.POSITIVE_INFINITY }))
    if (JSON.parse(line)) n++
  return n
}

async function rate(read: () => Promise<number>): Promise<number> {
  const start = performance.now()
  const n = await read()
  if (n !== POSTS) throw new Error(`${n} posts instead of ${POSTS}`)
  return n / ((performance.now() - start) / 1000)
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] as number
const found = { jsonl: [] as number[], csv: [] as number[], plain: [] as number[] }
for (let i = 0; i < ROUNDS; i++) {
  found.plain.push(await rate(plain))
  found.jsonl.push(await rate(() => ours(jsonl)))
  found.csv.push(await rate(() => ours(csv)))
}
rmSync(folder, { recursive: true })
const baseline = median(found.plain)
for (const name of ['jsonl', 'csv'] as const) {
  const value = median(found[name])
  console.log(
    JSON.stringify({ bench: 'read-posts', case: name, value, unit: 'posts/s', baseline, ratio: value / baseline }),
  )
}
