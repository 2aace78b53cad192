import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aPost, aPostMentions, T0 } from '@moodlight/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { connectStore, openStore } from './index.ts'

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'store-open-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}

it('serves several clients over ports; closing one leaves the others alone; a closed store says so', async () => {
  const open = await openStore({ file: join(folder(), 'store.db') })
  const other = connectStore(open.connect())
  await other.store.apply([aPostMentions()])
  expect(await open.store.stats()).toMatchObject({ posts: 1 })
  await other.store.close()
  await expect(other.store.stats()).rejects.toMatchObject({ code: 'ML_STORE_CLOSED' })
  await open.state.put('rule', 'a', 1)
  const third = connectStore(open.connect())
  expect(await third.state.get('rule', 'a')).toMatchObject({ value: 1 })
  await open.close()
  await expect(open.store.apply([aPostMentions()])).rejects.toMatchObject({ code: 'ML_STORE_CLOSED' })
  await expect(third.store.stats()).rejects.toMatchObject({ code: 'ML_STORE_CLOSED' })
})

it('answers queries while a writer is busy, and each answer holds whole batches only', async () => {
  const { store, close } = await openStore({ file: join(folder(), 'store.db') })
  const batches = Array.from({ length: 10 }, (_, b) =>
    Array.from({ length: 500 }, (_, i) =>
      aPostMentions(aPost({ nativeId: `${b}-${i}`, at: T0 + i, text: `post ${b} ${i}`, author: `a${i}` })),
    ),
  )
  const writing = Promise.all(batches.map((batch) => store.apply(batch)))
  let done = false
  const finished = writing.then(() => {
    done = true
  })
  const seen = new Set<number>()
  while (!done) {
    const { posts } = await store.stats()
    expect(posts % 500).toBe(0)
    seen.add(posts)
  }
  await finished
  expect(seen.size).toBeGreaterThan(2)
  await close()
})

it('a file that is no store is refused with a code', async () => {
  const file = join(folder(), 'store.db')
  writeFileSync(file, 'this is no database at all, only some text that is long enough'.repeat(200))
  await expect(openStore({ file })).rejects.toMatchObject({ code: 'ML_STORE_CORRUPT' })
  await expect(openStore({ file: join(folder(), 'nowhere', 'store.db') })).rejects.toMatchObject({
    code: 'ML_DATA_UNWRITABLE',
  })
})
