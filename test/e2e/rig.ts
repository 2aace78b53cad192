import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeadLetter } from '@moodlight/core'
import type { LedgerRow } from '@moodlight/ports'
import { sendWebhook, signWebhook } from '@moodlight/testkit'
import { command, type Ended, type LaunchOptions, launch, type Running } from '../product.ts'

/** Only for this suite; the real one of an installation comes from its environment. */
export const SECRET = `whsec_${Buffer.from('a secret of this test suite, 32 b').toString('base64')}`

export const BRANDS = `brands:
  - id: testbank
    label: Testbank
    names: [Testbank, تست‌بانک, 测试银行]
    rivals: [otherbank]
  - id: otherbank
    label: Otherbank
    names: [Otherbank]
    rivals: [testbank]
`

/** A data folder with its configuration and everything that can be asked of the program over it. */
export interface Rig {
  readonly folder: string
  readonly data: string
  readonly config: string
  /** Starts the program; the rig remembers it. */
  up(options?: LaunchOptions & { deadly?: boolean }): Promise<Running>
  running(): Running
  /** A command of the command line on this folder. */
  cli(...args: string[]): Promise<Ended>
  /** A file beside the data folder. */
  file(name: string, content: string | Uint8Array): Promise<string>
  /** An answer of the public API. */
  ask<T>(path: string): Promise<T>
  /** An answer of the local API of the running program. */
  local<T>(path: string): Promise<T>
  /** Writes through the local API. */
  put(path: string, body: unknown): Promise<void>
  /** Signed message to the source `hook`. */
  hook(body: string | Uint8Array, options?: Parameters<typeof signWebhook>[2]): ReturnType<typeof sendWebhook>
  /** What became of the items of a source in one stage: `{ ok: 2, 'drop empty': 1, 'dead ML_…': 1 }`. */
  ledger(source: string, stage?: string): Promise<Record<string, number>>
  letters(): Promise<DeadLetter[]>
  /** Waits until nothing is in flight. */
  settled(): Promise<void>
  /** Sends one post that names a brand, and waits until the API shows it. */
  marker(): Promise<void>
  close(): Promise<void>
}

export const HOOK = '  - { id: hook, type: webhook, secrets: [{ env: MOODLIGHT_E2E_SECRET }], concurrency: 16 }\n'
export const WEBHOOKS = 'ingest: { webhooks: { port: 0 } }\n'

export async function rig(sources: string, more = ''): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'moodlight-e2e-'))
  const data = join(folder, 'data')
  const config = join(folder, 'moodlight.yaml')
  await writeFile(config, `${BRANDS}sources:\n${sources}${more}`)
  const env = { MOODLIGHT_E2E_SECRET: SECRET, MOODLIGHT_LOG: 'warn' }
  let program: Running | null = null
  const running = () => {
    if (!program) throw new Error('the program does not run')
    return program
  }
  const json = async <T>(response: Response): Promise<T> => {
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  const token = () => JSON.parse(readFileSync(join(data, 'installation.json'), 'utf8')).localToken as string
  const local = async <T>(path: string) =>
    json<T>(await fetch(`${running().url}/api/v1/local${path}`, { headers: { authorization: `Bearer ${token()}` } }))
  const ask = async <T>(path: string) => json<T>(await fetch(`${running().url}/api/v1${path}`))
  let markers = 0
  const made: Rig = {
    folder,
    data,
    config,
    async up({ deadly = false, ...options } = {}) {
      program = deadly
        ? await launch([data, config], {
            ...options,
            env,
            main: new URL('./programs/deadly-up.ts', import.meta.url).pathname,
          })
        : await launch(['up', '--data', data, '--config', config, '--port', '0'], { ...options, env })
      return program
    },
    running,
    cli: (...args) => command([...args, '--data', data, '--config', config], { env }),
    async file(name, content) {
      const path = join(folder, name)
      await writeFile(path, content)
      return path
    },
    ask,
    local,
    async put(path, body) {
      const headers = { authorization: `Bearer ${token()}`, 'content-type': 'application/json' }
      const url = `${running().url}/api/v1/local${path}`
      await json(await fetch(url, { method: 'PUT', headers, body: JSON.stringify(body) }))
    },
    hook: (body, options) => sendWebhook(`${running().hooks}hook`, signWebhook(body, [SECRET], options)),
    async ledger(source, stage = 'ingest') {
      const sums: Record<string, number> = {}
      for (const row of await local<LedgerRow[]>('/ledger')) {
        if (row.source !== source || row.stage !== stage) continue
        const key = `${row.outcome} ${row.reason}`.trim()
        sums[key] = (sums[key] ?? 0) + row.n
      }
      return sums
    },
    letters: () => local<DeadLetter[]>('/dead-letters?limit=1000'),
    async settled() {
      for (;;) {
        const { lag } = await local<{ lag: { records: number }[] }>('/status')
        if (lag.every((group) => group.records === 0)) return
        await pause(50)
      }
    },
    async marker() {
      const word = `marker${++markers}q${process.pid}`
      const answer = await made.hook(JSON.stringify({ id: word, text: `Testbank ${word}` }))
      if (answer.status !== 202) throw new Error(`the marker is refused: ${answer.status}`)
      for (;;) {
        const { mentions } = await ask<{ mentions: unknown[] }>(`/mentions?words=${word}`)
        if (mentions.length === 1) return
        await pause(25)
      }
    },
    async close() {
      await program?.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return made
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
