import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isClusterFile } from './is-cluster-file.ts'

test.each([
  ['log: { type: kafka, brokers: ["a:1"] }\n', true],
  ['brands: []\nlog:\n  # ours\n  brokers: ["a:1"]\n  type: kafka\n', true],
  ['log: { retentionDays: 3 }\n', false],
  ['brands: []\n', false],
  ['sources: [{ id: kafka, type: kafka }]\n', false],
  ['log: [', false],
])('%j: %s', (text, is) => {
  const folder = mkdtempSync(join(tmpdir(), 'moodlight-cluster-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'some.yaml')
  writeFileSync(file, text)
  expect(isClusterFile(file)).toBe(is)
})

test('a file that is not there is none', () => {
  expect(isClusterFile(undefined)).toBe(false)
  expect(isClusterFile('/nowhere/cluster.yaml')).toBe(false)
})
