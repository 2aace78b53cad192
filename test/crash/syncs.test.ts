import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { readTrace, traceSyncs } from './syncs.ts'

const folder = mkdtempSync(join(tmpdir(), 'moodlight-syncs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const program = (name: string) => fileURLToPath(new URL(`./programs/${name}`, import.meta.url))

const usable = spawnSync('strace', ['-V']).status === 0
if (!usable && process.env['CI']) throw new Error('strace is not installed: the suite of syncs cannot be skipped in CI')
if (!usable) console.warn('SKIPPED: the suite of syncs needs strace')

describe.skipIf(!usable)('the WAL is synced before each acknowledgement', () => {
  test.each([
    ['log', 'append-acks.ts'],
    ['store', 'apply-acks.ts'],
  ])('%s', (name, source) => {
    const file = join(folder, `${name}.db`)
    const traced = traceSyncs(program(source), [file, '40', 'full'], `${file}-wal`)
    console.log(`${name}: ${traced.acks} acknowledgements, ${traced.syncs} syncs of the WAL, ${traced.early} too early`)
    expect(traced.acks).toBe(40)
    expect(traced.early).toBe(0)
    expect(traced.syncs).toBeGreaterThanOrEqual(40)
  })

  test.each([
    ['log', 'append-acks.ts'],
    ['store', 'apply-acks.ts'],
  ])('%s with synchronous OFF is caught by the same check', (name, source) => {
    const file = join(folder, `${name}-off.db`)
    const traced = traceSyncs(program(source), [file, '40', 'off'], `${file}-wal`)
    expect(traced.acks).toBe(40)
    expect(traced.early).toBe(40)
  })
})

describe('reading a trace', () => {
  test('a sync that another thread interrupts counts when it has ended, not when it began', () => {
    const wal = '/x/log.db-wal'
    const trace = [
      `10 pwrite64(5<${wal}>, "..."..., 4120, 32) = 4120`,
      `10 fdatasync(5<${wal}> <unfinished ...>`,
      '11 write(1<pipe:[3]>, "ack 0 99\\n", 9) = 9',
      '10 <... fdatasync resumed>) = 0',
      '11 write(1<pipe:[3]>, "ack 1 99\\n", 9) = 9',
    ].join('\n')
    expect(readTrace(trace, wal)).toEqual({ acks: 2, early: 1, syncs: 1 })
  })

  test('a sync that failed is none', () => {
    const wal = '/x/log.db-wal'
    const trace = [
      `10 pwrite64(5<${wal}>, "", 1, 0) = 1`,
      `10 fdatasync(5<${wal}>) = -1 EIO (Input/output error)`,
      '10 write(1<pipe:[3]>, "ack 0 1\\n", 8) = 8',
    ].join('\n')
    expect(readTrace(trace, wal)).toEqual({ acks: 1, early: 1, syncs: 0 })
  })
})
