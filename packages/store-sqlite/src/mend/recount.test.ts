import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { aMention, aPost, aPostMentions, T0 } from '@moodlight/testkit'
import { TOKEN_VERSION } from '@moodlight/text'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { canonicalDump } from '../dump.ts'
import { openInThisThread } from '../test-harness.ts'

let dir: string
let file: string
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'recount-'))
  file = join(dir, 'store.db')
  const { store, close } = await openInThisThread(dir)
  const text = 'the very same words of a story that many people tell'
  await store.apply([
    ...[1, 2, 3].map((i) =>
      aPostMentions(aPost({ nativeId: `${i}`, at: T0 + i, text, author: i < 3 ? 'anna' : 'bob' })),
    ),
    aPostMentions(aPost({ nativeId: '4', text: 'something else' }), [aMention(), aMention({ brand: 'rabo' })]),
    aPostMentions(aPost({ nativeId: '5', text: 'names nobody' }), []),
  ])
  await close()
})
afterEach(() => rmSync(dir, { recursive: true }))

function damage(...sql: string[]): void {
  const db = new DatabaseSync(file)
  for (const one of sql) db.exec(one)
  db.close()
}

describe('recount', () => {
  it.each([
    [
      'a count',
      { wrong: 2 },
      ["UPDATE quarter SET mentions = 9 WHERE brand = 'rabo'", "DELETE FROM minute WHERE brand = 'rabo'"],
    ],
    [
      'a count of nothing',
      { wrong: 1 },
      [`INSERT INTO quarter VALUES (1, 'ghost', 0, 's', 'eng', 'neutral', 1, 5, 5)`],
    ],
    ['a mention row', { wrongPostings: 1 }, [`UPDATE mention SET label = 'negative' WHERE mid = 'test:4~rabo'`]],
    ['a lost mention row', { wrongPostings: 1 }, [`DELETE FROM mention WHERE mid = 'test:4~ing'`]],
    [
      'a mention of no post',
      { wrongPostings: 1 },
      [
        `INSERT INTO mention SELECT generation, 'ghost', at, mid || 'x', pid, sure, label, voice, counted, reason, source, language, voter, site, sid, 0, 0 FROM mention LIMIT 1`,
      ],
    ],
    ['a vote', { wrong: 0 }, ['UPDATE mention SET vote = 1 - vote WHERE sid IS NOT NULL']],
    [
      'full text of a post',
      { wrongPostings: 1 },
      [`INSERT INTO fts (fts, rowid, stream) SELECT 'delete', pid, 'something else' FROM post WHERE id = 'test:4'`],
    ],
    ['full text of no post', { wrongPostings: 1 }, [`INSERT INTO fts (rowid, stream) VALUES (999, 'something')`]],
    ['totals', { wrong: 2 }, ['UPDATE totals SET posts = 77, tombstones = 3']],
    ['totals of a source', { wrong: 1 }, ['UPDATE source SET posts = 77']],
  ] as const)('finds and mends %s', async (_name, report, sql) => {
    const before = [...canonicalDump(file)]
    damage(...sql)
    const { store, close } = await openInThisThread(dir)
    expect(await store.recount()).toMatchObject(report)
    expect(await store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
    const found = await store.mentions({ words: [['something', 'else']] }, { limit: 10 })
    expect(found.items.map((m) => m.id)).toEqual(['test:4~rabo', 'test:4~ing'])
    expect([...canonicalDump(file)]).toEqual(before)
    await close()
  })

  it('an index of another tokeniser is refused until it is made anew', async () => {
    damage(`UPDATE totals SET token_version = ${TOKEN_VERSION + 1}`, `INSERT INTO fts (fts) VALUES ('delete-all')`)
    await expect(openInThisThread(dir)).rejects.toMatchObject({ code: 'ML_STORE_TOKENS' })
    const { store, close } = await openInThisThread(dir, undefined, true)
    await expect(store.apply([aPostMentions()])).rejects.toMatchObject({ code: 'ML_STORE_TOKENS' })
    await expect(store.mentions({ words: [['else']] }, { limit: 9 })).rejects.toMatchObject({ code: 'ML_STORE_TOKENS' })
    await expect(store.recount()).rejects.toMatchObject({ code: 'ML_STORE_TOKENS' })
    const steps: number[] = []
    expect(await store.recount({ reindex: true, onProgress: (done, total) => steps.push(done / total) })).toMatchObject(
      {
        wrongPostings: 0,
      },
    )
    expect(steps.at(-1)).toBe(1)
    expect((await store.mentions({ words: [['else']] }, { limit: 9 })).items).toHaveLength(2)
    expect(await store.apply([aPostMentions()])).toEqual(['applied'])
    expect((await store.stats()).tokenVersion).toBe(TOKEN_VERSION)
    await close()
  })
})
