import type { Topic } from '@moodlight/ports'

/** Lets readers sleep until something is appended to their topic. */
export class Wake {
  readonly #sleeping = new Map<Topic, Set<() => void>>()

  /** Resolves at the next {@link rouse} of the topic, after `ms`, or when the signal aborts. Spurious waking is allowed. */
  sleep(topic: Topic, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const sleeping = this.#sleeping.get(topic) ?? new Set()
      this.#sleeping.set(topic, sleeping)
      const done = () => {
        clearTimeout(timer)
        sleeping.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal?.addEventListener('abort', done, { once: true })
      sleeping.add(done)
    })
  }

  rouse(topic: Topic): void {
    for (const done of [...(this.#sleeping.get(topic) ?? [])]) done()
  }
}

/** Asks `take` until it gives something, sleeping in between; null when nothing came in time or the signal aborted. */
export async function takeOrSleep<T>(
  wake: Wake,
  topic: Topic,
  options: { waitMs: number; signal?: AbortSignal },
  take: () => T | null,
): Promise<T | null> {
  const until = performance.now() + options.waitMs
  for (;;) {
    if (options.signal?.aborted) return null
    const taken = take()
    const left = until - performance.now()
    if (taken !== null || left <= 0) return taken
    await wake.sleep(topic, left, options.signal)
  }
}
