import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ApplyResult, MentionStore, StoreEvent } from '@moodlight/ports'
import { openElasticsearchStore } from '@moodlight/store-elasticsearch'
import { openStore } from '@moodlight/store-sqlite'
import { aKey, DAY, T0 } from '@moodlight/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { history, SOURCES } from './corpus.ts'
import { type Question, questions } from './questions.ts'

/** The long form: MOODLIGHT_PARITY_MENTIONS=50000. */
const MENTIONS = Number(process.env['MOODLIGHT_PARITY_MENTIONS'] ?? 3000)
const QUESTIONS = Math.max(300, Number(process.env['MOODLIGHT_PARITY_QUESTIONS'] ?? 360))
const BATCH = 500

const url = process.env['MOODLIGHT_TEST_ELASTICSEARCH'] ?? ''
const dir = mkdtempSync(join(tmpdir(), 'parity-'))
const prefix = `parity${process.pid}`
let sqlite: Awaited<ReturnType<typeof openStore>>
let elastic: Awaited<ReturnType<typeof openElasticsearchStore>>
const both = async <T>(ask: (store: MentionStore) => Promise<T>): Promise<[T, T]> => [
  await ask(sqlite.store),
  await ask(elastic.store),
]

async function takeIn(events: readonly StoreEvent[]): Promise<void> {
  const results = await both((store) => store.apply(events))
  const differing = results[0].flatMap((result: ApplyResult, i) =>
    result === results[1][i] ? [] : [{ i, result, other: results[1][i], event: events[i] }],
  )
  expect(differing.slice(0, 3)).toEqual([])
}

beforeAll(async () => {
  sqlite = await openStore({ file: join(dir, 'store.db') })
  elastic = await openElasticsearchStore({
    nodes: [url],
    indexPrefix: prefix,
    shards: 2,
    replicas: 0,
    refresh: '30s',
    createIndices: true,
    requestTimeoutMs: 120_000,
    retryMs: 120_000,
    maxInFlightBytes: 32_000_000,
    keepEveryMs: 0,
  })
}, 240_000)

afterAll(async () => {
  await sqlite?.close()
  await elastic?.close()
  rmSync(dir, { recursive: true, force: true })
  const names = [`${prefix}-posts-g1`, `${prefix}-facts`, `${prefix}-state`]
  await fetch(`${url}/${names.join(',')}?ignore_unavailable=true`, { method: 'DELETE' })
  for (const kind of ['posts', 'facts', 'state'])
    await fetch(`${url}/_index_template/${prefix}-${kind}`, { method: 'DELETE' })
})

/** What is not the same is told with the question, and only the beginning of it. */
async function compare(all: readonly Question[]): Promise<Map<string, number>> {
  const same = new Map<string, number>()
  for (const question of all) {
    const [a, b] = await both((store) => question.ask(store))
    expect(b, question.text).toEqual(a)
    same.set(question.kind, (same.get(question.kind) ?? 0) + 1)
  }
  return same
}

describe('both stores, the same events', () => {
  it(`answer ${QUESTIONS} questions alike: same ids, same order, same counts`, { timeout: 6 * 3_600_000 }, async () => {
    const ids: string[] = []
    let batch: StoreEvent[] = []
    let mentions = 0
    for (const event of history(MENTIONS)) {
      batch.push(event)
      if (event.type === 'mentions') {
        mentions += event.mentions.length
        if (ids.length < 2000 || event.origin.offset % 97 === 0) ids.push(event.post.id)
      }
      if (batch.length < BATCH) continue
      await takeIn(batch)
      batch = []
    }
    if (batch.length > 0) await takeIn(batch)
    await elastic.settle()
    const third = Math.ceil(QUESTIONS / 3)
    const tables = [await compare(questions(third, ids, 11))]

    const retention = SOURCES.map((source, i) => ({ source, before: T0 - (20 + i * 8) * DAY }))
    const expired = await both((store) => store.expire(retention))
    expect(expired[1]).toBe(expired[0])
    expect(expired[0]).toBeGreaterThan(0)
    await elastic.settle()
    tables.push(await compare(questions(third, ids, 12)))

    const order = {
      posts: ids.filter((_, i) => i % 40 === 0),
      authors: Array.from({ length: 10 }, (_, i) => aKey(`author ${i * 13}`)),
      at: T0,
    }
    const erased = await both((store) => store.erase(order))
    expect(erased[1]).toEqual(erased[0])
    await elastic.settle()
    tables.push(await compare(questions(third, ids, 13)))

    const stats = await both(async (store) => ({ ...(await store.stats()), bytes: 0 }))
    expect(stats[1]).toEqual(stats[0])
    expect(await elastic.store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
    const total = new Map<string, number>()
    for (const table of tables) for (const [kind, n] of table) total.set(kind, (total.get(kind) ?? 0) + n)
    const asked = [...total.values()].reduce((sum, n) => sum + n, 0)
    console.log(
      `parity over ${mentions} mentions (${stats[0].posts} posts left): ${asked} questions alike:`,
      Object.fromEntries(total),
    )
    expect(asked).toBeGreaterThanOrEqual(QUESTIONS)
  })
})
