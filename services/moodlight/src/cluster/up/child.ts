import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { backoffMs } from '@moodlight/pipeline'
import { processStart } from '@moodlight/runtime'
import { ROOT } from '../../root.ts'
import type { ServiceName } from '../service-names.ts'
import type { Part } from './folder.ts'

/** A run longer than this counts as a success: the next end is answered quickly again. */
const STEADY_MS = 60_000

export interface ChildOptions {
  /** `enrich 2` */
  readonly name: string
  readonly service: ServiceName
  readonly config: string
  readonly healthPort: number
  /** Port of page and API; only query has one. */
  readonly port?: number
  /** Its lines of JSON are appended here. */
  readonly logFile: string
  /** Told when it ended without being asked, and how long it is waited. */
  readonly onEnd: (name: string, how: string, waitMs: number) => void
  /** Told when the process is another one. */
  readonly onStart: () => void
}

/** One service as a process that is started again when it ends, after a wait that grows while it does not hold. */
export class Child {
  readonly options: ChildOptions
  readonly #stopping = new AbortController()
  readonly #running: Promise<void>
  #process: ChildProcess | null = null
  #restarts = 0

  constructor(options: ChildOptions) {
    this.options = options
    this.#running = this.#turns()
  }

  get restarts(): number {
    return this.#restarts
  }

  get part(): Part | null {
    const pid = this.#process?.pid
    if (pid === undefined) return null
    const { name, healthPort } = this.options
    return { name, pid, started: processStart(pid), health: `http://127.0.0.1:${healthPort}`, port: null }
  }

  /** SIGTERM, and SIGKILL after the limit. */
  async stop(limitMs: number): Promise<void> {
    this.#stopping.abort()
    const child = this.#process
    child?.kill('SIGTERM')
    const timer = setTimeout(() => child?.kill('SIGKILL'), limitMs)
    await this.#running
    clearTimeout(timer)
  }

  async #turns(): Promise<void> {
    const { name, onEnd, onStart } = this.options
    const { signal } = this.#stopping
    for (let attempt = 1; !signal.aborted; attempt++) {
      const since = Date.now()
      const child = this.#spawn()
      this.#process = child
      onStart()
      const [code, by] = (await once(child, 'exit').catch(() => [null, 'it could not be started'])) as [
        number | null,
        string | null,
      ]
      this.#process = null
      if (signal.aborted) return
      if (Date.now() - since > STEADY_MS) attempt = 1
      const waitMs = Math.round(backoffMs(attempt, { baseMs: 500, maxMs: 30_000 }))
      this.#restarts++
      onEnd(name, by ?? `exit code ${code}`, waitMs)
      await sleep(waitMs, undefined, { signal }).catch(() => {})
    }
  }

  #spawn(): ChildProcess {
    const { service, config, healthPort, port, logFile } = this.options
    const log = openSync(logFile, 'a', 0o600)
    const main = join(ROOT, 'services/moodlight/src/main.ts')
    const args = [main, service, '--config', config, '--health-port', String(healthPort)]
    if (port !== undefined) args.push('--port', String(port))
    // A group of its own: Ctrl-C at the terminal reaches only us, and we stop everything in order.
    const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', log, log] })
    closeSync(log)
    return child
  }
}
