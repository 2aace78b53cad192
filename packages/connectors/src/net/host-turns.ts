import { wait } from '../wait.ts'

/** One request at a time per host, with a pause between two, and a bound over all hosts. */
export class HostTurns {
  readonly #last = new Map<string, Promise<void>>()
  readonly #gapMs: number
  readonly #random: () => number

  constructor(gapMs: number, random: () => number = Math.random) {
    this.#gapMs = gapMs
    this.#random = random
  }

  /** Runs `task` when its host is free. */
  async take<T>(host: string, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(host) ?? Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#last.set(host, promise)
    await before
    try {
      return await task()
    } finally {
      // The next one waits, not this one.
      void wait(this.#gapMs * (1 + this.#random() / 2), signal).then(() => {
        if (this.#last.get(host) === promise) this.#last.delete(host)
        resolve()
      })
    }
  }
}
