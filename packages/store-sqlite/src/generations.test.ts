import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { aMention, aPost, aPostMentions, aTombstone, T0 } from '@moodlight/testkit'
import { expect, it } from 'vitest'
import { openInThisThread } from './test-harness.ts'

it('a second generation is kept beside the active one, unseen, and a deletion reaches both', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'generations-'))
  const { store, close } = await openInThisThread(dir)
  const posts = [1, 2].map((i) => aPost({ nativeId: `${i}`, text: 'the same story in both of the posts', at: T0 + i }))
  await store.apply(posts.map((post) => aPostMentions(post, [aMention({ label: 'positive' })])))
  const seen = async () => [
    (await store.mentions({}, { limit: 9 })).items.map((m) => [m.id, m.mention.sentiment.label, m.story.posts]),
    await store.counts({ brands: ['ing'], from: T0, to: T0 + 900_000, step: 900_000 }),
    (await store.posts({}, { limit: 9 })).items.length,
    (await store.mentions({ words: [['story']] }, { limit: 9 })).items.length,
    await store.authors({}),
  ]
  const before = await seen()
  const second = { labelling: { generation: 2 } }
  await store.apply(posts.map((post) => aPostMentions(post, [aMention({ label: 'negative' })], second)))
  expect(await seen()).toEqual(before)
  expect(await store.stats()).toMatchObject({ posts: 2, mentions: 2, generation: 1 })
  expect(await store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
  await store.apply([aTombstone('test:1')])
  await close()
  const db = new DatabaseSync(join(dir, 'store.db'), { readOnly: true })
  expect(db.prepare('SELECT generation, id FROM post ORDER BY 1').all()).toMatchObject([
    { generation: 1, id: 'test:2' },
    { generation: 2, id: 'test:2' },
  ])
  db.close()
  rmSync(dir, { recursive: true })
})
