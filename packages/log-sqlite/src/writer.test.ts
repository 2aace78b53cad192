import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MoodlightError } from '@moodlight/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resolveOptions } from './config.ts'
import { LogCore } from './core.ts'
import { packRecords } from './wire.ts'

let dir: string
let core: LogCore
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'moodlight-log-'))
  core = new LogCore(resolveOptions({ file: join(dir, 'log.db'), retentionEveryMs: 0, partitions: 1 }))
})
afterEach(() => {
  core.close()
  rmSync(dir, { recursive: true })
})

const record = (value: string) => packRecords([{ key: 'net:1', value, lane: 'live' }])

describe('group commit', () => {
  it('puts all writes of one turn into one transaction, in their order', async () => {
    const before = core.writer.transactions
    const all = await Promise.all(Array.from({ length: 50 }, (_, i) => core.append('posts', record(`${i}`), [])))
    expect(core.writer.transactions - before).toBe(1)
    expect(all.map((p) => p.offsets[0])).toEqual(Array.from({ length: 50 }, (_, i) => i))
  })

  it('splits a burst that is too large for one transaction', async () => {
    const before = core.writer.transactions
    await Promise.all(Array.from({ length: 5 }, () => core.append('posts', record('x'.repeat(4_000_000)), [])))
    expect(core.writer.transactions - before).toBe(3)
  })

  it('refuses one write and keeps the others of its transaction', async () => {
    const results = await Promise.allSettled([
      core.append('posts', record('a'), []),
      core.append('posts', record('x'.repeat(9_000_000)), []),
      core.append('posts', record('b'), []),
    ])
    expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((results[1] as PromiseRejectedResult).reason).toMatchObject({ code: 'ML_EVENT_TOO_LARGE' })
    expect(core.segments.head(0)).toBe(2)
  })

  it('takes back files and memory when a write fails in the middle, and keeps the others', async () => {
    const bad = core.writer.run(() => {
      core.write('posts', record('never'))
      core.positions.register('never', 'posts')
      throw new Error('in the middle')
    })
    const good = core.append('posts', record('kept'), [])
    await expect(bad).rejects.toThrow('in the middle')
    expect((await good).offsets[0]).toBe(0)
    expect(core.positions.registered('never', 'posts')).toBe(false)
    expect((await core.append('posts', record('next'), [])).offsets[0]).toBe(1)
  })

  it('writes what is queued when the log closes, and refuses what comes later', async () => {
    const queued = core.append('posts', record('last'), [])
    core.writer.close()
    expect((await queued).offsets[0]).toBe(0)
    await expect(core.append('posts', record('late'), [])).rejects.toThrow(MoodlightError)
  })
})
