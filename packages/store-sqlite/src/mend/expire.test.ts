import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aMention, aPost, aPostMentions, T0 } from '@moodlight/testkit'
import { expect, it } from 'vitest'
import { openInThisThread } from '../test-harness.ts'

it('changes from before the oldest post that is left are forgotten, and the others keep their numbers', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'expire-'))
  const { store, close } = await openInThisThread(dir)
  const of = (n: number) =>
    aPostMentions(aPost({ nativeId: `${n}`, source: 'a', at: T0 + n, text: `post number ${n}` }), [aMention({})])
  for (let n = 1; n <= 6; n++) await store.apply([of(n)])
  const before = await store.changes(0, 100)
  expect(await store.expire([{ source: 'a', before: T0 + 5 }])).toBe(4)
  const after = await store.changes(0, 100)
  const kept = before.filter(({ ref }) => ref.startsWith('test:5') || ref.startsWith('test:6'))
  expect(after.slice(0, kept.length)).toEqual(kept)
  expect(after.slice(kept.length).map(({ kind, ref }) => [kind, ref])).toEqual(
    [1, 2, 3, 4].map((n) => ['tombstone', `test:${n}`]),
  )
  await store.apply([of(7)])
  expect((await store.changes(after.at(-1)?.n ?? 0, 100)).at(0)?.ref).toBe('test:7')
  expect(await store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
  await close()
  rmSync(dir, { recursive: true })
})
