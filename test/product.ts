import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const MAIN = fileURLToPath(new URL('../services/moodlight/src/main.ts', import.meta.url))
const START_MS = 60_000
const SAID_MOST = 400_000

/** A running all-in-one process. */
export interface Running {
  /** Address of page and API, without a slash at the end. */
  readonly url: string
  /** Address of the webhook listener (`…/hooks/`), or null. */
  readonly hooks: string | null
  readonly child: ChildProcess
  /** What it wrote to both streams so far (the last part of it). */
  said(): string
  /** SIGTERM, and the exit code once it has drained. */
  stop(): Promise<number | null>
  /** SIGKILL: no chance to say goodbye. */
  kill(): Promise<void>
}

export interface LaunchOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Another program that composes the same engine. */
  readonly main?: string
  /** What the program finds on standard input; without it there is none. */
  readonly stdin?: string | Uint8Array
}

/** Starts the real program (`args`: `up …`) and waits until it says where it is. */
export function launch(args: readonly string[], options: LaunchOptions = {}): Promise<Running> {
  const child = start(args, options)
  let said = ''
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(late)
      child.kill('SIGKILL')
      reject(new Error(`${why}\n${said.slice(-4000)}`))
    }
    const late = setTimeout(() => fail(`not up within ${START_MS} ms`), START_MS)
    const listen = (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-SAID_MOST)
      if (!said.includes('Ctrl-C stops it')) return
      const url = /is up:\s+(http:\/\/\S+)/.exec(said)?.[1]
      if (url === undefined) return
      clearTimeout(late)
      resolve({
        url: url.replace(/\/$/, ''),
        hooks: /Webhooks: (http:\S+\/hooks\/)/.exec(said)?.[1] ?? null,
        child,
        said: () => said,
        stop: () => end(child, 'SIGTERM'),
        kill: async () => void (await end(child, 'SIGKILL')),
      })
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.on('exit', (code) => fail(`ended with ${code} before it was up`))
  })
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs one command of the command line to its end. */
export async function command(args: readonly string[], options: LaunchOptions = {}): Promise<Ended> {
  const child = start(args, options)
  const stdout: string[] = []
  const stderr: string[] = []
  child.stdout?.setEncoding('utf8').on('data', (text: string) => stdout.push(text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => stderr.push(text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout: stdout.join(''), stderr: stderr.join('') }
}

/** Starts a command and leaves it to the caller, for one that is to be killed. */
export function start(args: readonly string[], options: LaunchOptions = {}): ChildProcess {
  const child = spawn(process.execPath, [options.main ?? MAIN, ...args], {
    stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  })
  // A program that ends before it has read everything is no error of the test.
  child.stdin?.on('error', () => {})
  child.stdin?.end(options.stdin)
  return child
}

/** Sends the signal and waits for the end. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const gone = once(child, 'exit')
  child.kill(signal)
  const [code] = (await gone) as [number | null]
  return code
}
