import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MAIN = new URL('../../services/moodlight/src/main.ts', import.meta.url).pathname
const START_MS = 60_000

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
  if (given === undefined) return start(await mkdtemp(join(tmpdir(), 'moodlight-sample-')), null)
  const refuse = () => Promise.reject(new Error('the product of MOODLIGHT_URL is not ours'))
  return { url: given.replace(/\/$/, ''), post: refuse, kill: refuse, again: refuse, stop: async () => {} }
}

/** A product of our own with two brands and an inbox: what comes in is decided by the test. */
export async function ownProduct(): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'moodlight-own-'))
  const inbox = join(folder, 'inbox')
  await mkdir(inbox)
  await writeFile(join(folder, 'moodlight.yaml'), OWN(inbox))
  return start(folder, inbox)
}

async function start(folder: string, inbox: string | null): Promise<Product> {
  const data = join(folder, 'data')
  const config = inbox === null ? [] : ['--config', join(folder, 'moodlight.yaml')]
  const run = (port: string) => launch(['up', '--data', data, '--port', port, ...config])
  let running = await run('0')
  const { url } = running
  return {
    url,
    async post(...items) {
      if (inbox === null) throw new Error('the sample product has no inbox')
      await appendFile(join(inbox, 'posts.jsonl'), items.map((item) => `${JSON.stringify(item)}\n`).join(''))
    },
    kill: () => end(running.child, 'SIGKILL'),
    async again() {
      running = await run(new URL(url).port)
    },
    async stop() {
      await end(running.child, 'SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

function launch(args: readonly string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => fail(`not up within ${START_MS} ms`), START_MS)
    const fail = (why: string) => {
      clearTimeout(late)
      child.kill('SIGKILL')
      reject(new Error(`${why}\n${said.slice(-4000)}`))
    }
    const listen = (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-20_000)
      const url = /is up:\s+(http:\/\/\S+)/.exec(said)?.[1]
      if (url === undefined) return
      clearTimeout(late)
      resolve({ child, url: url.replace(/\/$/, '') })
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('exit', (code) => fail(`ended with ${code} before it was up`))
  })
}
