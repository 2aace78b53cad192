import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FolderLock, lockFolder } from './lock-folder.ts'
import { localApi, type Owner, ownerFile } from './owner.ts'

let folder: string
let lock: FolderLock | null = null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodlight-lock-'))
})
afterEach(() => {
  lock?.release()
  lock = null
  rmSync(folder, { recursive: true, force: true })
})

const owned = (owner: Partial<Owner>) =>
  writeFileSync(
    ownerFile(folder),
    JSON.stringify({ v: 1, pid: 1, host: hostname(), started: null, address: null, ...owner }),
  )

/** A real process that holds the folder until it is killed. */
async function aHolder() {
  const module = JSON.stringify(new URL('./lock-folder.ts', import.meta.url).href)
  const code = `const { lockFolder } = await import(${module}); lockFolder(process.argv[1]).setAddress('http://127.0.0.1:4680'); console.log('held'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

test('a folder in use names the process and its address; a killed one leaves the folder free', async () => {
  const holder = await aHolder()
  expect(localApi(folder)).toEqual({ pid: holder.pid, address: 'http://127.0.0.1:4680' })
  expect(() => lockFolder(folder)).toThrow(
    expect.objectContaining({
      code: 'ML_DATA_IN_USE',
      message: expect.stringContaining(`process ${holder.pid} on ${hostname()}, http://127.0.0.1:4680`),
    }),
  )
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  expect(localApi(folder)).toBeNull()
  lock = lockFolder(folder)
  expect(JSON.parse(readFileSync(ownerFile(folder), 'utf8')).pid).toBe(process.pid)
})

test('the same process does not take a folder twice, and takes it again after giving it back', () => {
  lock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(expect.objectContaining({ code: 'ML_DATA_IN_USE' }))
  lock.release()
  expect(existsSync(ownerFile(folder))).toBe(false)
  lock = lockFolder(folder)
})

test('a process id that was used again is not the owner', () => {
  owned({ pid: process.ppid, started: '1' })
  lock = lockFolder(folder)
})

test('an owner on another machine counts as long as it beats', () => {
  owned({ host: 'elsewhere', pid: 7 })
  expect(() => lockFolder(folder)).toThrow(expect.objectContaining({ code: 'ML_DATA_IN_USE' }))
  const longAgo = new Date(Date.now() - 120_000)
  utimesSync(ownerFile(folder), longAgo, longAgo)
  lock = lockFolder(folder)
})

test('a broken owner file does not lock anybody out', () => {
  writeFileSync(ownerFile(folder), '{"v":1,')
  lock = lockFolder(folder)
})

test('a folder that cannot be made or written says so', () => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  expect(() => lockFolder(join(file, 'data'))).toThrow(expect.objectContaining({ code: 'ML_DATA_UNWRITABLE' }))
})
