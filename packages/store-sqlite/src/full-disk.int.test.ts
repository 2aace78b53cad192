import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aMention, aPost, aPostMentions, T0 } from '@moodlight/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { canonicalDump, openStore } from './index.ts'

/** A real file system of a few MiB, so that "full" is what the kernel says and not what a test pretends. */
function mountSmall(megabytes: number): string | null {
  const dir = mkdtempSync(join(tmpdir(), 'moodlight-small-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir], { stdio: 'pipe' })
    return dir
  } catch (error) {
    rmSync(dir, { recursive: true })
    if (process.env['CI'] === 'true') throw error
    console.log(`SKIPPED: full disk of store-sqlite: mounting a small file system is not permitted (${error})`)
    return null
  }
}

const dir = mountSmall(8)
afterAll(() => {
  if (!dir) return
  execFileSync('umount', ['-l', dir])
  rmSync(dir, { recursive: true })
})

const batch = (n: number) =>
  Array.from({ length: 20 }, (_, i) =>
    aPostMentions(
      aPost({ nativeId: `${n}-${i}`, at: T0 + n * 1000 + i, text: `batch ${n} post ${i} ${'word '.repeat(100)}` }),
      [aMention()],
      { origin: { offset: n * 20 + i } },
    ),
  )

describe.skipIf(!dir)('a full disk', () => {
  it('is ML_STORE_FULL, keeps nothing half, answers queries, and goes on by itself', async () => {
    const file = join(dir!, 'store.db')
    // Space that is freed later: what an operator does.
    const ballast = join(dir!, 'ballast')
    writeFileSync(ballast, Buffer.alloc(3 * 1024 * 1024))
    const { store, state, close } = await openStore({ file, readers: 1 })
    let written = 0
    let full: unknown = null
    for (; full === null && written < 10_000; written++)
      await store.apply(batch(written)).catch((error: unknown) => {
        full = error
      })
    written--
    expect(full).toMatchObject({ code: 'ML_STORE_FULL' })
    expect(written).toBeGreaterThan(3)
    const before = [...canonicalDump(file)]
    expect(await store.stats()).toMatchObject({ posts: written * 20, mentions: written * 20 })
    // Again and again: refused each time, with nothing changed.
    for (let i = 0; i < 5; i++)
      await expect(store.apply(batch(written))).rejects.toMatchObject({ code: 'ML_STORE_FULL' })
    expect([...canonicalDump(file)]).toEqual(before)
    expect((await store.mentions({ words: [['batch', '1']] }, { limit: 100 })).items).toHaveLength(20)

    rmSync(ballast)
    expect(await store.apply(batch(written))).toEqual(Array(20).fill('applied'))
    await state.put('rule', 'a', 1)
    expect(await store.stats()).toMatchObject({ posts: (written + 1) * 20 })
    expect(await store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
    await close()
  })
})
