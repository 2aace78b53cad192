import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command, MAIN } from '../product.ts'
import { HOOK, type Rig, rig, WEBHOOKS } from './rig.ts'

const STACK = /\n\s+at .*(\.ts|node:)/

describe('what stands in the way of a start is told in one sentence with the way out', () => {
  let r: Rig
  beforeAll(async () => {
    r = await rig(HOOK, WEBHOOKS)
  })
  afterAll(() => r.close())

  const refused = async (args: readonly string[], code: number, ...told: string[]) => {
    const ended = await command(args, {
      env: { MOODLIGHT_E2E_SECRET: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', MOODLIGHT_LOG: 'warn' },
    })
    expect(ended.code, ended.stderr).toBe(code)
    for (const part of told) expect(ended.stderr).toContain(part)
    expect(ended.stderr).not.toMatch(STACK)
    expect(ended.stderr.trim().split('\n').length, ended.stderr).toBeLessThanOrEqual(3)
  }
  const up = (...more: string[]) => ['up', '--data', r.data, '--config', r.config, '--port', '0', ...more]

  test('a port in use', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const port = String((server.address() as { port: number }).port)
    await refused(up('--port', port), 3, port, 'ML_PORT_IN_USE', '--port')
    server.close()
    // And the folder is free again.
    expect(existsSync(join(r.data, 'owner.json'))).toBe(false)
  })

  test('a port that is none', () => refused(up('--port', '70000'), 2, '70000', '65535'))

  test('a folder in use', async () => {
    await r.up()
    await refused(up(), 3, `process ${r.running().child.pid}`, r.running().url, 'ML_DATA_IN_USE')
    await r.running().stop()
  })

  test('a folder that is a file, and one that may not be written', async () => {
    const file = await r.file('a-file', '')
    await refused(['up', '--config', r.config, '--port', '0', '--data', file], 3, 'ML_DATA_UNWRITABLE', '--data')
    await refused(
      ['up', '--config', r.config, '--port', '0', '--data', join(file, 'x')],
      3,
      'ML_DATA_UNWRITABLE',
      '--data',
    )
    await refused(
      ['up', '--config', r.config, '--port', '0', '--data', '/proc/moodlight'],
      3,
      'ML_DATA_UNWRITABLE',
      '--data',
    )
  })

  test('sample data and data of one’s own', async () => {
    const other = join(r.folder, 'sample')
    await mkdir(other)
    writeFileSync(
      join(other, 'installation.json'),
      JSON.stringify({ v: 1, kind: 'demo', authorSecret: 'x'.repeat(64), localToken: 'x'.repeat(64), createdAt: 1 }),
    )
    await refused(['up', '--data', other, '--config', r.config, '--port', '0'], 3, 'sample data', '--data')
    await refused(['up', '--data', r.data, '--port', '0'], 3, 'real data', '--data')
    const strange = join(r.folder, 'strange')
    await mkdir(strange)
    writeFileSync(join(strange, 'installation.json'), '{')
    await refused(['up', '--data', strange, '--config', r.config, '--port', '0'], 3, 'ML_DATA_FOREIGN')
    writeFileSync(join(strange, 'installation.json'), readFileSync(join(r.data, 'installation.json')))
    writeFileSync(join(strange, 'log.db'), 'this is no database, but it is long enough to look like one'.repeat(50))
    await refused(['up', '--data', strange, '--config', r.config, '--port', '0'], 3, 'ML_LOG_FOREIGN')
  })

  test('a configuration that is broken, and one that may not be read', async () => {
    const broken = await r.file('broken.yaml', 'brands: []\nsauces: []\n')
    await refused(['up', '--data', r.data, '--config', broken], 3, 'sauces', 'sources')
    await refused(['up', '--data', r.data, '--config', join(r.folder, 'nosuch.yaml')], 3, 'ML_CONFIG_UNREADABLE')
    const open = await r.file('public.yaml', `${readFileSync(r.config, 'utf8')}server: { host: 0.0.0.0 }\n`)
    await refused(['up', '--data', r.data, '--config', open, '--port', '0'], 3, 'ML_BIND_REFUSED', '127.0.0.1')
    chmodSync(broken, 0o644)
  })

  test('a secret that is not there', async () => {
    const ended = await command(up(), { env: { MOODLIGHT_LOG: 'warn' } })
    expect([ended.code, STACK.test(ended.stderr)], ended.stderr).toEqual([3, false])
    expect(ended.stderr).toContain('MOODLIGHT_E2E_SECRET')
  })

  test('a port for webhooks in use', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const config = await r.file('hooks.yaml', readFileSync(r.config, 'utf8').replace('port: 0', `port: ${port}`))
    await refused(['up', '--data', r.data, '--config', config, '--port', '0'], 3, 'ML_PORT_IN_USE', String(port))
    server.close()
  })

  test('the program is the one that npm runs', () => {
    expect(readFileSync(new URL('../../scripts/moodlight.mjs', import.meta.url), 'utf8')).toContain("'main.ts'")
    expect(existsSync(MAIN)).toBe(true)
  })
})
