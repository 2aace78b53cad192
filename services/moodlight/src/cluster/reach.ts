import { setTimeout as sleep } from 'node:timers/promises'
import type { CheckResult, Logger } from '@moodlight/runtime'

export interface ReachOptions {
  readonly name: string
  /** One cheap question; anything but an answer means that it is away. */
  readonly probe: () => Promise<unknown>
  readonly logger: Logger
  readonly everyMs?: number
  /** No answer for so long is none. */
  readonly limitMs?: number
}

/** Asks a server again and again whether it is there, so that readiness is told at once and never costs a question of its own. */
export class Reach {
  readonly #options: ReachOptions
  readonly #stop = new AbortController()
  readonly #running: Promise<void>
  #trouble: string | null = 'was not asked yet'
  #askedAt = Date.now()

  constructor(options: ReachOptions) {
    this.#options = options
    this.#running = this.#rounds()
  }

  /** A question that nobody has answered yet counts as none once it takes too long. */
  check(): CheckResult {
    const { limitMs = 5_000 } = this.#options
    const waiting = Date.now() - this.#askedAt > limitMs ? `no answer within ${limitMs} ms` : null
    const detail = this.#trouble ?? waiting
    return { live: true, ready: detail === null, detail: detail ?? '' }
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #rounds(): Promise<void> {
    const { name, probe, logger, everyMs = 1_000, limitMs = 5_000 } = this.#options
    const { signal } = this.#stop
    let told = false
    while (!signal.aborted) {
      this.#askedAt = Date.now()
      try {
        await within(probe(), limitMs, signal)
        if (told) logger.info({ server: name }, 'answers again')
        told = false
        this.#trouble = null
      } catch (error) {
        if (signal.aborted) return
        this.#trouble = error instanceof Error ? error.message.split('\n')[0]!.slice(0, 200) : String(error)
        if (!told) logger.warn({ server: name, err: error }, 'does not answer')
        told = true
      }
      this.#askedAt = Date.now() + everyMs
      await sleep(everyMs, undefined, { signal }).catch(() => {})
    }
  }
}

async function within(work: Promise<unknown>, ms: number, signal: AbortSignal): Promise<void> {
  // What comes too late must not be an unhandled rejection.
  work.catch(() => {})
  const timer = new AbortController()
  const end = AbortSignal.any([signal, timer.signal])
  try {
    await Promise.race([
      work,
      sleep(ms, undefined, { signal: end }).then(() => {
        throw new Error(`no answer within ${ms} ms`)
      }),
    ])
  } finally {
    timer.abort()
  }
}
