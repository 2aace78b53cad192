import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openLog } from '@moodlight/log-sqlite'
import { openStore } from '@moodlight/store-sqlite'
import { afterAll, expect, test } from 'vitest'
import { crash, damagedCopy, damages, mustHold } from './cuts.ts'

const PLACES = 110
const folder = mkdtempSync(join(tmpdir(), 'moodlight-cuts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const program = (name: string) => fileURLToPath(new URL(`./programs/${name}`, import.meta.url))

async function keysOfLog(file: string): Promise<string[]> {
  const open = await openLog({ file, retentionEveryMs: 0 })
  try {
    const reader = await open.log.reader('check', 'posts')
    const byOffset: string[] = []
    for (;;) {
      const records = await reader.next({ max: 1000, waitMs: 0 })
      if (records.length === 0) return byOffset
      byOffset.push(...records.map((record) => record.key))
    }
  } finally {
    await open.close()
  }
}

async function idsOfStore(file: string): Promise<string[]> {
  const open = await openStore({ file, readers: 1 })
  try {
    const page = await open.store.posts({}, { limit: 1000 })
    const report = await open.store.recount()
    expect([report.wrong, report.wrongPostings]).toEqual([0, 0])
    return page.items.map(({ post }) => post.nativeId)
  } finally {
    await open.close()
  }
}

test.each([
  ['log.db', 'append-acks.ts', 'k', keysOfLog],
  ['store.db', 'apply-acks.ts', 'p', idsOfStore],
] as const)(
  `%s with its WAL cut or flipped at ${PLACES} places opens to a committed prefix that holds every acknowledged record`,
  async (name, source, letter, read) => {
    const crashed = crash(program(source), join(folder, name), 40)
    let lost = 0
    for (const damage of damages(crashed, PLACES, 5)) {
      const copy = damagedCopy(crashed, join(folder, 'copy'), name, damage)
      const found = (await read(copy)).map((key) => Number(key.slice(letter.length))).sort((a, b) => a - b)
      const where = `${damage.kind} at byte ${damage.at}`
      expect(found, `${where}: a prefix`).toEqual(found.map((_, n) => n))
      expect(found.length, `${where}: acknowledged records`).toBeGreaterThanOrEqual(mustHold(crashed, damage))
      if (found.length < crashed.sizes.length) lost++
    }
    console.log(`${name}: ${PLACES} damaged copies opened, in ${lost} of them the tail was gone`)
    // A suite in which no damage ever took anything away would prove nothing.
    expect(lost).toBeGreaterThan(PLACES / 3)
  },
)
