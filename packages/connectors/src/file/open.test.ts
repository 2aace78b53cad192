import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readPostFile } from './read-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'moodlight-open-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  ['an empty file', '', 0],
  ['a file that became shorter than it was read', 'x', 100],
])('%s has nothing to read', async (_, content, offset) => {
  const path = join(folder, 'a.jsonl')
  writeFileSync(path, content)
  const resume = { offset, coding: null, header: null, delimiter: null }
  const items = []
  for await (const batch of readPostFile(path, { now: () => 0, resume })) items.push(...batch.items)
  expect(items).toEqual([])
})
