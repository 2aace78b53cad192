import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { command, start } from '../product.ts'
import { clusterRig, until } from './services-rig.ts'

const POSTS = 1_200

test('an embedded installation is moved: a kill in the middle, again to the end, and nothing differs', async () => {
  const rig = clusterRig()
  onTestFinished(() => rig.close())
  const data = join(rig.folder, 'data')
  const own = join(rig.folder, 'own.yaml')
  const file = join(rig.folder, 'posts.jsonl')
  writeFileSync(own, 'brands:\n  - { id: testbank, label: Testbank, names: [Testbank] }\n')
  const lines = Array.from({ length: POSTS }, (_, i) => {
    const text = i % 2 === 0 ? `Testbank is great ${i}` : `Testbank is a terrible disgrace ${i}`
    return JSON.stringify({
      id: `m${i}`,
      text,
      createdAt: new Date(Date.now() - i * 1000).toISOString(),
      author: { id: `a${i % 40}`, handle: `h${i % 40}` },
    })
  })
  writeFileSync(file, [...lines, 'this line is broken', ''].join('\n'))
  const embedded = (...args: string[]) => command([...args, '--data', data, '--config', own])
  await embedded('import', file)
  const erased = await embedded('erase', '--author', '@h7', '--yes')
  expect(erased.stderr).not.toContain('ML_')
  const { authorSecret } = JSON.parse(readFileSync(join(data, 'installation.json'), 'utf8'))
  const move = ['move', '--from', data, '--to', rig.config]
  const foreign = await command(move)
  expect(foreign.stderr).toContain('ML_DATA_FOREIGN')

  writeFileSync(join(rig.folder, 'secret'), `${authorSecret}\n`)
  const ports = await rig.ports()
  const first = start(move)
  await until('some of it is there', async () => (await ports.store.stats()).posts > 0 || first.exitCode !== null)
  first.kill('SIGKILL')
  if (first.exitCode === null && first.signalCode === null) await once(first, 'exit')
  const second = await command(move)
  expect(second.stdout).toContain('Nothing differs')
  expect(second.code).toBe(0)
  const { posts, mentions } = await ports.store.stats()
  expect([posts, mentions]).toEqual([POSTS - POSTS / 40, POSTS - POSTS / 40])
  expect(await ports.state.count('suppression')).toBeGreaterThan(0)
  expect(await ports.state.count('dead-letter')).toBe(1)
  expect((await ports.store.journal({ from: 0, to: Date.now() + 1 })).map(({ text }) => text)).toContain(
    'brand Testbank added',
  )
  // Another one does not move into it, and a third run changes nothing.
  expect((await command(move)).stdout).toContain('Nothing differs')
}, 900_000)
