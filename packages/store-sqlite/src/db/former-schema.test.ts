import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { aMention, anIntent, aPost, aPostMentions, T0 } from '@moodlight/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { canonicalDump } from '../dump.ts'
import { openInThisThread } from '../test-harness.ts'

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'store-former-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}

const posts = Array.from({ length: 12 }, (_, i) =>
  aPostMentions(aPost({ nativeId: `${i}`, at: T0 + i, text: `post ${i} of a former release`, author: `a${i % 4}` }), [
    aMention({ label: i % 3 ? 'negative' : 'positive' }),
    ...(i % 2 ? [aMention({ brand: 'rabo' })] : []),
  ]),
)

/** Takes away what later schemas added, in tables and in JSON. */
function makeFormer(file: string): void {
  const db = new DatabaseSync(file)
  db.exec('DROP TABLE generation')
  db.exec('ALTER TABLE mention DROP COLUMN intents')
  for (const { pid, json } of db.prepare('SELECT pid, json FROM post').all() as { pid: number; json: string }[])
    db.prepare('UPDATE post SET json = ? WHERE pid = ?').run(json.replaceAll(',"intents":[]', ''), pid)
  db.exec('PRAGMA user_version = 1')
  db.close()
}

it('a store of the first schema opens with all it held, and takes and finds intents from then on', async () => {
  const dir = folder()
  const file = join(dir, 'store.db')
  const first = await openInThisThread(dir)
  await first.store.apply(posts)
  await first.close()
  const before = [...canonicalDump(file)]
  makeFormer(file)
  const { store, close } = await openInThisThread(dir)
  expect([...canonicalDump(file)]).toEqual(before)
  expect(await store.mentions({ intents: ['leaves'] }, { limit: 10 })).toMatchObject({ items: [] })
  expect((await store.mentions({}, { limit: 100 })).items.every((m) => m.mention.intents.length === 0)).toBe(true)
  // An edit of an old post, and a new one: both with an intent.
  const leaving = [aMention({ intents: [anIntent('leaves')] })]
  await store.apply([
    aPostMentions(aPost({ nativeId: '3', revision: 1, at: T0 + 3, text: 'edited now' }), leaving),
    aPostMentions(aPost({ nativeId: 'new', at: T0 + 99, text: 'quite new' }), leaving),
  ])
  const found = await store.mentions({ intents: ['leaves'] }, { limit: 10 })
  expect(found.items.map((m) => m.post.nativeId)).toEqual(['new', '3'])
  expect(await store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
  await close()
})

it('a store of a newer release is refused', async () => {
  const dir = folder()
  await (await openInThisThread(dir)).close()
  const db = new DatabaseSync(join(dir, 'store.db'))
  db.exec('PRAGMA user_version = 99')
  db.close()
  await expect(openInThisThread(dir)).rejects.toMatchObject({ code: 'ML_STORE_CORRUPT' })
})
