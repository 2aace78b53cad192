import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openInstallation, readInstallation } from './installation.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodlight-installation-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a folder is made once and keeps its kind and its secret', () => {
  expect(readInstallation(folder)).toBeNull()
  const made = openInstallation(folder, 'demo')
  expect(openInstallation(folder, 'demo')).toEqual(made)
  expect(() => openInstallation(folder, 'own')).toThrow(expect.objectContaining({ code: 'ML_DATA_FOREIGN' }))
})

test('databases without an installation, or a broken one, are not taken for ours', () => {
  writeFileSync(join(folder, 'store.db'), '')
  expect(() => openInstallation(folder, 'own')).toThrow(expect.objectContaining({ code: 'ML_DATA_FOREIGN' }))
  writeFileSync(join(folder, 'installation.json'), '{"v":1}')
  expect(() => readInstallation(folder)).toThrow(expect.objectContaining({ code: 'ML_DATA_FOREIGN' }))
})

test('a folder that cannot be made is said to be so', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => openInstallation(join(folder, 'file', 'below'), 'own')).toThrow(
    expect.objectContaining({ code: 'ML_DATA_UNWRITABLE' }),
  )
})
