import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LogOptions, resolveOptions } from './config.ts'
import { LogCore } from './core.ts'
import { expunge } from './expunge.ts'
import { packRecords } from './wire.ts'

let dir: string
let file: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'moodlight-log-'))
  file = join(dir, 'log.db')
})
afterEach(() => rmSync(dir, { recursive: true }))

const open = (options: Partial<LogOptions> = {}) =>
  new LogCore(resolveOptions({ file, retentionEveryMs: 0, segmentBytes: 100_000, synchronous: 'off', ...options }))

async function fill(core: LogCore, n: number, value: (i: number) => string): Promise<void> {
  for (let i = 0; i < n; i += 100)
    await core.append(
      'posts',
      packRecords(
        Array.from({ length: 100 }, (_, j) => ({ key: `net:${i + j}`, value: value(i + j), lane: 'live' as const })),
      ),
      [],
    )
}
const thousand = (i: number) => JSON.stringify({ n: i, t: 'x'.repeat(1000) })

describe('retention by size', () => {
  it('takes the oldest first, stops at the size, and the file shrinks', async () => {
    const core = open({ maxBytes: 2_000_000 })
    await fill(core, 10_000, thousand)
    core.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    expect(statSync(file).size).toBeGreaterThan(10_000_000)
    const heads = [0, 1, 2, 3].map((s) => core.segments.head(s))
    while (await core.retention.step());
    expect(statSync(file).size).toBeLessThan(2_600_000)
    for (const s of [0, 1, 2, 3]) {
      expect(core.segments.floor(s)).toBeGreaterThan(0)
      expect(core.segments.floor(s)).toBeLessThan(heads[s]!)
      expect(core.segments.head(s)).toBe(heads[s])
    }
    core.close()
  })

  it('lets the file grow past the size rather than take what a group has not committed', async () => {
    const core = open({ maxBytes: 1_000_000 })
    const reader = await core.reader('g', 'posts')
    await fill(core, 5000, thousand)
    expect(await core.retention.step()).toBe(false)
    expect([0, 1, 2, 3].map((s) => core.segments.floor(s))).toEqual([0, 0, 0, 0])
    let n = 0
    for (
      let got = await reader.next({ max: 1000, waitMs: 0 });
      got;
      got = await reader.next({ max: 1000, waitMs: 0 })
    ) {
      n += got.size
      const next = got.streams.map((s, i) => core.layout.position(s, got.offsets[i]! + 1))
      await reader.commit({ next, outputs: [], ledger: [] })
    }
    expect(n).toBe(5000)
    while (await core.retention.step());
    expect(core.segments.floor(0)).toBeGreaterThan(0)
    core.close()
  })

  it('never uses an offset again, also when all is gone and the log has been closed', async () => {
    const first = open({ maxBytes: 0 })
    await fill(first, 300, thousand)
    const heads = [0, 1, 2, 3].map((s) => first.segments.head(s))
    while (await first.retention.step());
    expect([0, 1, 2, 3].map((s) => first.segments.floor(s))).toEqual(heads)
    first.close()
    const second = open()
    expect([0, 1, 2, 3].map((s) => second.segments.head(s))).toEqual(heads)
    second.close()
  })

  it('works one segment at a time', async () => {
    const core = open({ maxBytes: 1_000_000 })
    await fill(core, 3000, thousand)
    const count = () => [0, 1, 2, 3].reduce((sum, s) => sum + core.segments.list(s).length, 0)
    const before = count()
    await core.retention.step()
    expect(count()).toBe(before - 1)
    core.close()
  })
})

describe('what is gone is gone from the files', () => {
  // Every text has a mark of its own; large ones lie on pages of their own, small ones share a page.
  const mark = (i: number) => `MARK${i}:`
  const marked = (i: number) =>
    JSON.stringify({
      author: { key: `a_${String(i % 10).repeat(32)}` },
      t: `${mark(i)}${'ن银x'.repeat((i * 7919) % (i % 50 === 0 ? 9000 : 300))}${mark(i)}`,
    })
  /** The numbers of all marks that stand anywhere in the file or its WAL. */
  const found = (which: (i: number) => boolean) => {
    const bytes = Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)]).toString('latin1')
    return [...new Set(bytes.match(/MARK\d+:/g))].map((m) => Number(m.slice(4, -1))).filter(which)
  }

  it('after expunge, by author and then key after key, while the log is open', async () => {
    const core = open()
    await fill(core, 3000, marked)
    const all = Array.from({ length: 3000 }, (_, i) => i)
    const gone = new Set(all.filter((i) => i % 10 === 4 || i % 10 === 5))
    expect(found((i) => gone.has(i)).length).toBe(gone.size)
    const first = await expunge(core, { keys: [], authors: [`a_${'4'.repeat(32)}`, `a_${'5'.repeat(32)}`] })
    expect(first.removed).toBe(gone.size)
    expect(found((i) => gone.has(i))).toEqual([])
    // Round after round: what an earlier round moved, a later one must find.
    for (const rest of [3, 0, 5, 1, 6]) {
      const now = all.filter((i) => i % 7 === rest && !gone.has(i))
      const { removed } = await expunge(core, { keys: now.map((i) => `net:${i}`), authors: [] })
      expect(removed).toBe(now.length)
      for (const i of now) gone.add(i)
      expect(found((i) => gone.has(i))).toEqual([])
    }
    expect(found((i) => !gone.has(i)).length).toBe(3000 - gone.size)
    core.close()
  })

  it('after expunge in a file that retention has worked in', async () => {
    const core = open({ maxBytes: 1_500_000 })
    for (let round = 0; round < 3; round++) {
      await fill(core, 2000, marked)
      while (await core.retention.step());
    }
    await expunge(core, { keys: [], authors: Array.from({ length: 10 }, (_, i) => `a_${String(i).repeat(32)}`) })
    expect(found(() => true)).toEqual([])
    core.close()
  })
})
