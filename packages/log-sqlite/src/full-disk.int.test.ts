import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GroupReader, LogRecord, NewRecord } from '@moodlight/ports'
import { afterAll, describe, expect, it } from 'vitest'
import { openLog } from './index.ts'

/** A real file system of a few MiB, so that "full" is what the kernel says and not what a test pretends. */
function mountSmall(megabytes: number): string | null {
  const dir = mkdtempSync(join(tmpdir(), 'moodlight-small-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir], { stdio: 'pipe' })
    return dir
  } catch (error) {
    rmSync(dir, { recursive: true })
    if (process.env['CI'] === 'true') throw error
    console.log(`SKIPPED: full disk of log-sqlite: mounting a small file system is not permitted (${error})`)
    return null
  }
}

const probe = mountSmall(1)
const mounted = probe ? [probe] : []
afterAll(() => {
  for (const dir of mounted) {
    // Lazily: a log that a failed test left open must not hide why it failed.
    execFileSync('umount', ['-l', dir])
    rmSync(dir, { recursive: true })
  }
})
function small(megabytes: number): string {
  const dir = mountSmall(megabytes)
  if (!dir) throw new Error('mounted a moment ago, and not now')
  mounted.push(dir)
  return dir
}

const records = (n: number, first: number, bytes = 1000): NewRecord[] =>
  Array.from({ length: n }, (_, i) => ({
    key: `net:${first + i}`,
    value: JSON.stringify({ n: first + i, t: 'x'.repeat(bytes) }),
    lane: 'live',
  }))

const numberOf = (r: LogRecord) => (JSON.parse(r.value) as { n: number }).n
const after = (got: readonly LogRecord[]) => got.map(({ position }) => ({ ...position, offset: position.offset + 1 }))

async function drain(reader: GroupReader): Promise<number[]> {
  const seen: number[] = []
  for (;;) {
    const got = await reader.next({ max: 500, waitMs: 0 })
    if (got.length === 0) return seen.sort((a, b) => a - b)
    seen.push(...got.map(numberOf))
  }
}

/** Again and again while the disk is full. */
async function untilSpace(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work()
      return
    } catch (error) {
      expect(error).toMatchObject({ code: 'ML_LOG_FULL' })
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

/** Appends until the disk is full; returns the numbers that were acknowledged. */
async function fill(log: Awaited<ReturnType<typeof openLog>>['log'], first = 0): Promise<number[]> {
  const acknowledged: number[] = []
  for (let i = first; ; i += 20) {
    try {
      await log.append('posts', records(20, i))
      acknowledged.push(...Array.from({ length: 20 }, (_, j) => i + j))
    } catch (error) {
      expect(error).toMatchObject({ code: 'ML_LOG_FULL' })
      return acknowledged
    }
  }
}

describe.runIf(probe)('no space for the log', () => {
  it('append and commit fail with ML_LOG_FULL, nothing is half written, and both work again when there is space', async () => {
    const dir = small(6)
    const ballast = join(dir, 'ballast')
    writeFileSync(ballast, Buffer.alloc(2 * 1024 * 1024, 1))
    const { log, close } = await openLog({ file: join(dir, 'log.db'), retentionEveryMs: 0, reserveBytes: 0 })
    const reader = await log.reader('g', 'posts')
    const acknowledged = await fill(log)
    expect(acknowledged.length).toBeGreaterThan(100)

    const first = await reader.next({ max: 10, waitMs: 0 })
    const next = after(first.slice(0, 1))
    const outputs = records(200, 0).map((record) => ({ topic: 'mentions' as const, record }))
    const ledger = [{ stage: 's', source: 'x', lane: 'live', outcome: 'ok', reason: '', n: 1 }] as const
    await expect(reader.commit({ next, outputs, ledger })).rejects.toMatchObject({ code: 'ML_LOG_FULL' })
    expect(await log.ledger()).toEqual([])
    expect(await (await log.tail('mentions', 'oldest')).next({ max: 1, waitMs: 0 })).toEqual([])

    rmSync(ballast)
    await reader.commit({ next, outputs, ledger })
    expect(await log.ledger()).toEqual([{ ...ledger[0] }])
    await log.append('posts', records(20, 1_000_000))
    await reader.rewind()
    const committed = numberOf(first[0]!)
    const expected = [...acknowledged, ...Array.from({ length: 20 }, (_, i) => 1_000_000 + i)]
    expect(await drain(reader)).toEqual(expected.filter((n) => n !== committed))
    expect(await drain(await log.reader('index', 'mentions'))).toHaveLength(200)
    await close()
  })

  it('what was acknowledged is there after a crash on the full disk', async () => {
    const dir = small(4)
    const first = await openLog({ file: join(dir, 'log.db'), retentionEveryMs: 0, reserveBytes: 0 })
    await first.log.reader('g', 'posts')
    const acknowledged = await fill(first.log)
    await first.kill()
    expect(acknowledged.length).toBeGreaterThan(0)
    const second = await openLog({ file: join(dir, 'log.db'), retentionEveryMs: 0, reserveBytes: 0 })
    expect(await drain(await second.log.reader('g', 'posts'))).toEqual(acknowledged)
    await second.close()
  })

  it('a large write that does not fit does not take a small one of the same turn down with it', async () => {
    const dir = small(6)
    const { log, close } = await openLog({ file: join(dir, 'log.db'), retentionEveryMs: 0, reserveBytes: 0 })
    const [large, little] = await Promise.allSettled([
      log.append('posts', records(7, 0, 1_000_000)),
      log.append('posts', records(1, 100)),
    ])
    expect(large).toMatchObject({ status: 'rejected', reason: { code: 'ML_LOG_FULL' } })
    expect(little.status).toBe('fulfilled')
    expect(await drain(await log.reader('g', 'posts'))).toEqual([100])
    await close()
  })

  it('leaves a reserve in which commits and retention go on, so that it mends itself when groups catch up', async () => {
    const retention = { retentionEveryMs: 5, maxBytes: 1_000_000, segmentBytes: 50_000, reserveBytes: 20 * 1024 * 1024 }
    const { log, close } = await openLog({ file: join(small(32), 'log.db'), ...retention })
    const reader = await log.reader('g', 'posts')
    const acknowledged = await fill(log)
    const seen: number[] = []
    // Nothing is freed from outside; far more than the disk holds goes through it.
    for (let first = 1_000_000; first < 1_060_000; first += 1000) {
      for (let got = await reader.next({ max: 500, waitMs: 0 }); got.length > 0; ) {
        await reader.commit({ next: after(got), outputs: [], ledger: [] })
        seen.push(...got.map(numberOf))
        got = await reader.next({ max: 500, waitMs: 0 })
      }
      await untilSpace(() => log.append('posts', records(1000, first)))
      acknowledged.push(...Array.from({ length: 1000 }, (_, i) => first + i))
    }
    expect([...seen, ...(await drain(reader))].sort((a, b) => a - b)).toEqual(acknowledged)
    await close()
  })

  it('is found at the start', async () => {
    const dir = small(1)
    writeFileSync(join(dir, 'ballast'), Buffer.alloc(1024 * 1024 - 4096, 1))
    await expect(openLog({ file: join(dir, 'log.db'), reserveBytes: 0 })).rejects.toMatchObject({ code: 'ML_LOG_FULL' })
    rmSync(join(dir, 'ballast'))
    await (await openLog({ file: join(dir, 'log.db'), reserveBytes: 0 })).close()
  })
})
