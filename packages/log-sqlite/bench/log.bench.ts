import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { NewRecord } from '@moodlight/ports'
import { openLog } from '../src/index.ts'

/**
 * Append and read in batches of 500 records with values of 500 bytes, through the port and its thread, against raw
 * node:sqlite in this thread: one table, WAL, synchronous FULL, one transaction per batch. Rounds are interleaved, the median
 * counts. "append" waits for each batch, as ingest does with a cursor; "append-4" has four batches on the way, as several
 * sources do (group commit); "read" commits nothing.
 */
const BATCH = 500
const BATCHES = 60
const ROUNDS = 7

const value = (i: number) => `${JSON.stringify({ type: 'post', id: `net:${i}`, text: '' }).padEnd(499, ' ')}}`
const batches: NewRecord[][] = Array.from({ length: BATCHES }, (_, b) =>
  Array.from({ length: BATCH }, (_, i) => ({ key: `net:${b * BATCH + i}`, value: value(b * BATCH + i), lane: 'live' })),
)
const N = BATCH * BATCHES

const dir = await mkdtemp(join(tmpdir(), 'moodlight-bench-'))
const results: Record<string, number[]> = {}
const measure = async (name: string, work: () => Promise<number> | number) => {
  const start = performance.now()
  const n = await work()
  if (n !== N) throw new Error(`${name}: ${n} records instead of ${N}`)
  results[name] = [...(results[name] ?? []), (n / (performance.now() - start)) * 1000]
}

for (let round = 0; round < ROUNDS; round++) {
  const raw = new DatabaseSync(join(dir, `raw-${round}.db`))
  raw.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  raw.exec('CREATE TABLE r (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL)')
  const insert = raw.prepare('INSERT INTO r (at, key, value) VALUES (?, ?, ?)')
  await measure('raw append', () => {
    for (const batch of batches) {
      raw.exec('BEGIN IMMEDIATE')
      for (const record of batch) insert.run(Date.now(), record.key, record.value)
      raw.exec('COMMIT')
    }
    return N
  })
  const select = raw.prepare('SELECT n, at, key, value FROM r WHERE n > ? ORDER BY n LIMIT ?')
  await measure('raw read', () => {
    let n = 0
    for (let last = 0; ; ) {
      const rows = select.all(last, BATCH) as { n: number }[]
      if (rows.length === 0) return n
      n += rows.length
      last = rows.at(-1)!.n
    }
  })
  raw.close()

  const { log, close } = await openLog({ file: join(dir, `log-${round}.db`) })
  await log.append('posts', batches[0]!.slice(0, 1)) // The thread is up.
  await measure('append', async () => {
    for (const batch of batches) await log.append('posts', batch)
    return N
  })
  await measure('append-4', async () => {
    const queue = [...batches]
    const source = async () => {
      for (let batch = queue.shift(); batch; batch = queue.shift()) await log.append('mentions', batch)
    }
    await Promise.all([source(), source(), source(), source()])
    return N
  })
  const reader = await log.reader('bench', 'mentions')
  await measure('read', async () => {
    let n = 0
    while (n < N) n += (await reader.next({ max: BATCH, waitMs: 1000 })).length
    return n
  })
  await close()
}
await rm(dir, { recursive: true, force: true })

const median = (name: string) => results[name]!.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!
for (const [name, base] of [
  ['append', 'raw append'],
  ['append-4', 'raw append'],
  ['read', 'raw read'],
] as const) {
  const line = { bench: 'log-sqlite', case: name, value: Math.round(median(name)), unit: 'records/s' }
  console.log(
    JSON.stringify({
      ...line,
      baseline: Math.round(median(base)),
      ratio: Number((median(name) / median(base)).toFixed(2)),
    }),
  )
}
