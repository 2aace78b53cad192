import type { Logger } from './logger.ts'

interface Started {
  readonly name: string
  stop(): Promise<unknown> | unknown
}

/** Things that are started in order and stopped in reverse; when one does not start, those before it are stopped again. */
export class Scope {
  readonly #started: Started[] = []
  readonly #logger: Logger | undefined
  #stopping: Promise<void> | null = null

  constructor(logger?: Logger) {
    this.#logger = logger
  }

  /** Starts one thing. When it fails, everything started before is stopped, and the error is thrown on. */
  async start<T>(
    name: string,
    start: () => Promise<T> | T,
    stop?: (value: T) => Promise<unknown> | unknown,
  ): Promise<T> {
    if (this.#stopping) throw new Error(`${name} cannot start: everything is being stopped`)
    try {
      const value = await start()
      if (stop) this.#started.push({ name, stop: () => stop(value) })
      // A stop that came while this one started did not see it.
      if (this.#stopping) await this.#stopAll()
      return value
    } catch (error) {
      await this.stop()
      throw error
    }
  }

  /** Stops everything in reverse order, once; what fails to stop is logged and does not keep the others from stopping. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll()
    return this.#stopping
  }

  async #stopAll(): Promise<void> {
    for (let one = this.#started.pop(); one; one = this.#started.pop()) {
      try {
        await one.stop()
      } catch (err) {
        this.#logger?.error({ err, part: one.name }, 'a part did not stop cleanly')
      }
    }
  }
}

export interface StopSignalOptions {
  /** Stops the process cleanly. */
  readonly stop: (signal: NodeJS.Signals) => Promise<unknown>
  /** Longest time that may take, in milliseconds; then the process ends with 1. */
  readonly limitMs: number
  readonly logger?: Logger
  /** For tests; default process.exit. */
  readonly exit?: (code: number) => void
}

/** A signal so soon after the first says the same. */
const SAME_WISH_MS = 500

/**
 * The first SIGINT or SIGTERM stops cleanly and ends with 0; a second one, or the end of the time limit, ends at once with 1.
 * Gives the way to listen no longer.
 */
export function onStopSignal({ stop, limitMs, logger, exit = process.exit }: StopSignalOptions): () => void {
  let stopping = false
  let since = 0
  const heard = (signal: NodeJS.Signals) => {
    if (stopping) {
      // One wish to stop often comes twice: to us as a member of the terminal's group, and passed on by who started us.
      if (performance.now() - since < SAME_WISH_MS) return
      logger?.warn({ signal }, 'stopping at once')
      return exit(1)
    }
    stopping = true
    since = performance.now()
    const timer = setTimeout(() => {
      logger?.error({ limitMs }, 'stopping took too long')
      exit(1)
    }, limitMs)
    stop(signal).then(
      () => {
        clearTimeout(timer)
        exit(0)
      },
      (err) => {
        logger?.error({ err }, 'stopping failed')
        exit(1)
      },
    )
  }
  process.on('SIGINT', heard)
  process.on('SIGTERM', heard)
  return () => {
    process.off('SIGINT', heard)
    process.off('SIGTERM', heard)
  }
}
