export interface BackoffOptions {
  /** Upper bound of the first wait in milliseconds. */
  readonly baseMs: number
  /** Upper bound of every wait in milliseconds. */
  readonly maxMs: number
  /** 0 <= x < 1. */
  readonly random?: () => number
}

/**
 * The wait before try number `attempt` (from 1): exponential, bounded, with jitter over its upper half, so that instances
 * that failed together do not come back together.
 */
export function backoffMs(attempt: number, { baseMs, maxMs, random = Math.random }: BackoffOptions): number {
  const bound = Math.min(maxMs, baseMs * 2 ** Math.min(30, attempt - 1))
  return Math.ceil(bound / 2 + (bound / 2) * random())
}

/** Waits, or returns early when the signal aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
}
