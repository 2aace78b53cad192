import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch } from '../product.ts'

export interface Product {
  readonly url: string
  /** Puts posts (or `{ delete: id }`) into the inbox that the product watches. */
  post(...items: readonly object[]): Promise<void>
  /** Ends the process without a chance to say goodbye. */
  kill(): Promise<void>
  /** Starts it again on the same address with the same data. */
  again(): Promise<void>
  stop(): Promise<void>
}

const OWN = (inbox: string) => `brands:
  - id: testbank
    label: Testbank
    names: [Testbank, تست‌بانک, 测试银行]
    rivals: [otherbank]
  - id: otherbank
    label: Otherbank
    names: [Otherbank]
    rivals: [testbank]
sources:
  - { id: inbox, type: file, paths: [${JSON.stringify(inbox)}], pollSeconds: 0.1, settleSeconds: 0.1 }
`

/** The sample product, or the one that MOODLIGHT_URL points to. */
export async function sampleProduct(): Promise<Product> {
  const given = process.env['MOODLIGHT_URL']
  if (given === undefined) return run(await mkdtemp(join(tmpdir(), 'moodlight-sample-')), null)
  const refuse = () => Promise.reject(new Error('the product of MOODLIGHT_URL is not ours'))
  return { url: given.replace(/\/$/, ''), post: refuse, kill: refuse, again: refuse, stop: async () => {} }
}

/** A product of our own with two brands and an inbox: what comes in is decided by the test. */
export async function ownProduct(): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'moodlight-own-'))
  const inbox = join(folder, 'inbox')
  await mkdir(inbox)
  await writeFile(join(folder, 'moodlight.yaml'), OWN(inbox))
  return run(folder, inbox)
}

async function run(folder: string, inbox: string | null): Promise<Product> {
  const config = inbox === null ? [] : ['--config', join(folder, 'moodlight.yaml')]
  const up = (port: string) => launch(['up', '--data', join(folder, 'data'), '--port', port, ...config])
  let running = await up('0')
  const { url } = running
  return {
    url,
    async post(...items) {
      if (inbox === null) throw new Error('the sample product has no inbox')
      await appendFile(join(inbox, 'posts.jsonl'), items.map((item) => `${JSON.stringify(item)}\n`).join(''))
    },
    kill: () => running.kill(),
    async again() {
      running = await up(new URL(url).port)
    },
    async stop() {
      await running.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
