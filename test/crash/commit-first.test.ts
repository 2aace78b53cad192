import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seeded } from '@moodlight/demo'
import { openStore } from '@moodlight/store-sqlite'
import { expect, test } from 'vitest'

const PROGRAM = fileURLToPath(new URL('./programs/index-run.ts', import.meta.url))
const POSTS = 4000
const KILLS = 8

/** Runs the program; kills it `ms` after it says that it runs, or lets it end. Gives true when it ended by itself. */
async function run(folder: string, mode: string, ms: number | null): Promise<boolean> {
  const child = spawn(process.execPath, [PROGRAM, folder, String(POSTS), mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.once('data', () => ms !== null && setTimeout(() => child.kill('SIGKILL'), ms))
  const [code, signal] = await once(child, 'exit')
  if (signal === null) expect(code).toBe(0)
  return signal === null
}

async function storedAfterKills(mode: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'moodlight-commit-'))
  try {
    const random = seeded(3)
    for (let kill = 0; kill < KILLS; kill++) if (await run(folder, mode, random() * 250)) break
    expect(await run(folder, mode, null)).toBe(true)
    const open = await openStore({ file: join(folder, 'store.db'), readers: 1 })
    try {
      return (await open.store.stats()).posts
    } finally {
      await open.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('the index as it is: after kills every post of the log is stored', async () => {
  expect(await storedAfterKills('real')).toBe(POSTS)
})

test('an index that commits before it writes is caught by the same kills', async () => {
  const stored = await storedAfterKills('commit-first')
  console.log(`commit before write: ${POSTS - stored} of ${POSTS} posts lost`)
  expect(stored).toBeLessThan(POSTS)
})
