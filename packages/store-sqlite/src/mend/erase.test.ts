import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aKey, aMention, anAuthor, aPost, aPostMentions, T0 } from '@moodlight/testkit'
import { expect, it } from 'vitest'
import { openInThisThread } from '../test-harness.ts'

/** Names of the files in which the bytes stand. */
function filesWith(dir: string, text: string): string[] {
  return readdirSync(dir).filter((name) => readFileSync(join(dir, name)).includes(text))
}

it('after an erasure no file holds text, words, handle, name or correction of what was erased', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'erase-'))
  const { store, close } = await openInThisThread(dir)
  const person = {
    ...aMention({ label: 'negative' }).sentiment,
    origin: { by: 'person', who: 'zzcorrector', at: T0 },
  } as ReturnType<typeof aMention>['sentiment']
  const filler = (i: number) =>
    aPostMentions(aPost({ nativeId: `f${i}`, text: `kept words number ${i}`, author: `f${i % 9}` }))
  const secret = [
    aPostMentions(aPost({ nativeId: 's1', author: 'target', text: 'zzsecretone said here' }), [
      aMention({ sentiment: person }),
    ]),
    aPostMentions(aPost({ nativeId: 's2', author: 'target', text: `zzsecrettwo ${'long '.repeat(4000)}` })),
    aPostMentions(aPost({ nativeId: 's3', author: 'somebody', text: 'zzsecretthree said here' })),
    anAuthor('target', { handle: 'zzhandle', name: 'Zzname Of Person' }),
  ]
  for (let i = 0; i < 30; i++) {
    await store.apply(Array.from({ length: 20 }, (_, k) => filler(i * 20 + k)))
    if (i === 10) await store.apply(secret)
    // An edit leaves the former text behind as well.
    if (i === 20)
      await store.apply([aPostMentions(aPost({ nativeId: 's1', revision: 1, author: 'target', text: 'zzsecretfour' }))])
  }
  const traces = [
    'zzsecretone',
    'zzsecrettwo',
    'zzsecretthree',
    'zzsecretfour',
    'zzhandle',
    'zzname',
    'Zzname',
    'zzcorrector',
  ]
  // A long text lies in overflow pages; that the search finds it before shows that it would find it after.
  for (const trace of ['zzsecrettwo', 'zzsecretthree', 'zzsecretfour', 'zzhandle', 'Zzname', 'zzcorrector'])
    expect(filesWith(dir, trace), trace).not.toEqual([])
  expect(filesWith(dir, 'kept words')).not.toEqual([])
  const report = await store.erase({ posts: ['test:s3'], authors: [aKey('target')], at: T0 + 1 })
  expect(report).toEqual({ posts: 3, mentions: 3, authors: 1 })
  for (const trace of traces) expect(filesWith(dir, trace), trace).toEqual([])
  expect(await store.apply(secret)).toEqual(['erased', 'erased', 'erased', 'erased'])
  for (const trace of traces) expect(filesWith(dir, trace), trace).toEqual([])
  await close()
  for (const trace of traces) expect(filesWith(dir, trace), trace).toEqual([])
  expect(filesWith(dir, 'kept words')).not.toEqual([])
  rmSync(dir, { recursive: true })
})
