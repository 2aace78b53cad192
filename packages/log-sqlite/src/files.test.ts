import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resolveOptions } from './config.ts'
import { LogCore } from './core.ts'
import { openSession } from './session.ts'
import { packRecords } from './wire.ts'

let dir: string
let file: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'moodlight-log-'))
  file = join(dir, 'log.db')
})
afterEach(() => rmSync(dir, { recursive: true }))

const open = (options = {}) => new LogCore(resolveOptions({ file, retentionEveryMs: 0, ...options }))
const code = (code: string) => expect.objectContaining({ code })
const records = (n: number) =>
  packRecords(Array.from({ length: n }, (_, i) => ({ key: `net:${i}`, value: `{"n":${i}}`, lane: 'live' as const })))

/** Our file, changed from outside while nobody has it open. */
function change(sql: string): void {
  const db = new DatabaseSync(file)
  db.exec(sql)
  db.close()
}

describe('the file of the log', () => {
  it('that is no database is refused', () => {
    writeFileSync(file, 'something else altogether, and long enough to be looked at\n'.repeat(100))
    expect(() => open()).toThrow(code('ML_LOG_FOREIGN'))
    expect(readFileSync(file, 'utf8')).toContain('something else')
  })

  it('that is a database of something else is refused and left as it is', () => {
    change('CREATE TABLE notes (text TEXT)')
    const before = readFileSync(file)
    expect(() => open()).toThrow(code('ML_LOG_FOREIGN'))
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('of a newer version is refused', () => {
    open().close()
    change('PRAGMA user_version = 99')
    expect(() => open()).toThrow(code('ML_LOG_NEWER'))
  })

  it('that is damaged is reported, at the start or at the first use', async () => {
    const core = open()
    await core.append('posts', records(2000), [])
    core.close()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 8192)
    writeFileSync(file, bytes)
    const use = async () => {
      const damaged = open()
      try {
        const { api } = openSession(damaged)
        await api.readerNext(await api.readerOpen('g', 'posts'), { max: 5000, waitMs: 0 })
      } finally {
        damaged.db.close()
      }
    }
    await expect(use()).rejects.toThrow(code('ML_LOG_CORRUPT'))
  })

  it('that another has open is refused', () => {
    const core = open()
    expect(() => open()).toThrow(code('ML_DATA_IN_USE'))
    core.close()
  })

  it('in a folder that is not there is refused', () => {
    file = join(dir, 'none', 'log.db')
    expect(() => open()).toThrow(code('ML_DATA_UNWRITABLE'))
  })

  it('keeps its number of partitions', () => {
    open({ partitions: 2 }).close()
    expect(() => open({ partitions: 3 })).toThrow(code('ML_CONFIG_INVALID'))
    const core = open()
    expect(core.layout.partitions).toBe(2)
    core.close()
  })

  it('is one file after a clean close', async () => {
    const core = open()
    await core.append('posts', records(10), [])
    core.close()
    expect(() => readFileSync(`${file}-wal`)).toThrow()
    copyFileSync(file, `${file}.copy`)
    file = `${file}.copy`
    const copy = open()
    expect(copy.segments.head(0)).toBeGreaterThan(0)
    copy.close()
  })

  it('from which records were taken that a group had not committed says ML_LOG_GAP, and where to go on', async () => {
    const first = open({ partitions: 1, segmentBytes: 100 })
    await first.reader('g', 'posts')
    for (let i = 0; i < 10; i++) await first.append('posts', records(10), [])
    const [oldest, second] = first.segments.list(0)
    first.close()
    change(`DROP TABLE s${oldest!.id}; DELETE FROM segment WHERE id = ${oldest!.id}`)
    const core = open()
    const reader = await core.reader('g', 'posts')
    const error = await reader.next({ max: 1, waitMs: 0 }).catch((e: unknown) => e)
    const resume = [{ lane: 'live', partition: 0, offset: second!.base }]
    expect(error).toMatchObject({ code: 'ML_LOG_GAP', details: { group: 'g', topic: 'posts', resume } })
    await reader.commit({ next: resume as never, outputs: [], ledger: [] })
    expect((await reader.next({ max: 1, waitMs: 0 }))?.offsets).toEqual([second!.base])
    core.close()
  })
})
