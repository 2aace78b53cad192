/** Waits, or ends early without an error when the signal aborts. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    // setTimeout fires at once for more than 2^31 ms.
    const timer = setTimeout(done, Math.min(Math.max(0, ms), 2_000_000_000))
    signal.addEventListener('abort', done, { once: true })
  })
}
