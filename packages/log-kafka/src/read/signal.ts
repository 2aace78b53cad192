/** Lets a caller sleep until something has changed; waking for nothing is allowed. */
export class Signal {
  readonly #sleeping = new Set<() => void>()

  rouse(): void {
    for (const done of [...this.#sleeping]) done()
  }

  /** Resolves at the next {@link rouse}, after `ms`, or when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const done = () => {
        clearTimeout(timer)
        this.#sleeping.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, Math.min(ms, 0x7fffffff))
      signal?.addEventListener('abort', done, { once: true })
      this.#sleeping.add(done)
    })
  }
}
