import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { MoodlightError } from '@moodlight/core'

export interface ServerCommand {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly logFile: string
  /** Elasticsearch refuses to be root: the user it runs as then. */
  readonly user?: { readonly uid: number; readonly gid: number }
}

/** A server with its children as one group, so that a signal reaches all of them. */
export class ServerProcess {
  readonly #child: ChildProcess
  readonly #command: ServerCommand
  #ended = false

  constructor(command: ServerCommand) {
    this.#command = command
    const log = openSync(command.logFile, 'a')
    this.#child = spawn(command.command, command.args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, ...command.env },
      ...command.user,
    })
    closeSync(log)
    this.#child.once('exit', () => {
      this.#ended = true
    })
    this.#child.once('error', () => {
      this.#ended = true
    })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get ended(): boolean {
    return this.#ended
  }

  /** To the server and its children; a server that is gone gets none. */
  signal(signal: NodeJS.Signals): void {
    if (this.#ended || this.#child.pid === undefined) return
    try {
      process.kill(-this.#child.pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }

  /** Asks it to end; kills it when it has not after `limitMs`. */
  async stop(limitMs = 20_000): Promise<void> {
    this.signal('SIGCONT')
    this.signal('SIGTERM')
    const until = Date.now() + limitMs
    while (!this.#ended && Date.now() < until) await sleep(50)
    await this.kill()
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL')
    while (!this.#ended) await sleep(20)
  }

  /** Waits until `ready` says so. @throws ML_SERVERS_MISSING when the server ends before, or time is up */
  async until(ready: () => Promise<boolean>, limitMs: number): Promise<void> {
    const end = Date.now() + limitMs
    while (!(await ready())) {
      if (this.#ended || Date.now() > end) {
        const tail = readFileSync(this.#command.logFile, 'utf8').slice(-1500)
        const why = this.#ended ? 'has ended' : `is not up after ${limitMs / 1000} s`
        throw new MoodlightError('ML_SERVERS_MISSING', `${this.#command.name} ${why}. The end of its log:\n${tail}`)
      }
      await sleep(100)
    }
  }
}

/** Whether something listens there. */
export function portOpen(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1000 })
    const done = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket
      .once('connect', () => done(true))
      .once('error', () => done(false))
      .once('timeout', () => done(false))
  })
}
