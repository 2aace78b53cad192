import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLog } from '@moodlight/log-sqlite'
import { expect, onTestFinished, test } from 'vitest'

test('law 6: a record that kills the whole process each time ends as a dead letter after a few starts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'moodlight-deadly-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'log.db')
  const before = await openLog({ file, partitions: 1 })
  const records = Array.from({ length: 200 }, (_, i) => ({
    key: 'k',
    value: JSON.stringify({ source: 'demo', text: i === 90 ? 'deadly' : 'fine' }),
    lane: 'live' as const,
  }))
  await before.log.append('posts', records)
  await before.close()
  const script = new URL('../test/deadly-process.ts', import.meta.url).pathname
  let starts = 0
  for (let code: number | null = null; code !== 0; starts++) {
    expect(starts).toBeLessThan(12)
    const child = spawn(process.execPath, [script, folder], { stdio: 'inherit' })
    code = (await once(child, 'exit'))[0] as number | null
  }
  const after = await openLog({ file, partitions: 1 })
  const rows = (await after.log.ledger()).map((r) => [r.outcome, r.reason, r.n])
  await after.close()
  expect(rows.sort()).toEqual([
    ['dead', 'ML_STAGE_CRASH', 1],
    ['ok', '', 199],
  ])
  expect(starts).toBeGreaterThan(3)
})
