import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command, launch } from '../product.ts'

/** Sample data and real data never meet in one folder, whichever command comes first. */
let folder: string
let config: string
let posts: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodlight-sample-'))
  config = join(folder, 'own.yaml')
  posts = join(folder, 'posts.jsonl')
  writeFileSync(config, 'brands: [{ id: velora, label: Velora, names: [Velora] }]\n')
  writeFileSync(posts, '{"id":"1","text":"Velora is kind to me"}\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const kindOf = (data: string): string => JSON.parse(readFileSync(join(data, 'installation.json'), 'utf8')).kind

test('a command that only looks makes no folder; what begins one makes it what it is configured to be', async () => {
  const sample = join(folder, 'sample')
  const looked = await command(['ledger', '--data', sample])
  expect([looked.code, existsSync(sample), looked.stderr.includes('check --data')]).toEqual([2, false, true])
  const running = await launch(['up', '--data', sample, '--port', '0'])
  await running.stop()
  expect(kindOf(sample)).toBe('demo')
  const own = join(folder, 'own')
  expect((await command(['import', posts, '--data', own, '--config', config])).code).toBe(0)
  expect(kindOf(own)).toBe('own')
})

test('real posts are not imported into sample data, and no command opens a folder with the other configuration', async () => {
  for (const args of [
    ['import', posts, '--data', join(folder, 'sample')],
    ['import', posts, '--data', join(folder, 'sample'), '--config', config],
    ['ledger', '--data', join(folder, 'own')],
  ]) {
    const { code, stderr } = await command(args)
    expect([code, stderr.includes('ML_DATA_FOREIGN')], stderr).toEqual([3, true])
  }
  const kept = (await command(['export', '--what', 'posts', '--data', join(folder, 'sample')])).stdout
  expect(kept).not.toContain('is kind to me')
})
