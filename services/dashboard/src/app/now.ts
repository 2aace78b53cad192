import { useSyncExternalStore } from 'react'

/** One clock for every relative time on the page, so that they move together. */
function createClock(everyMs: number) {
  const listeners = new Set<() => void>()
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const tick = () => {
    now = Date.now()
    for (const one of listeners) one()
  }
  return {
    read: () => now,
    subscribe(one: () => void) {
      listeners.add(one)
      if (timer === undefined) {
        now = Date.now()
        timer = setInterval(tick, everyMs)
      }
      return () => {
        listeners.delete(one)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}

const seconds = createClock(1000)
const calm = createClock(10_000)

/** Milliseconds now, renewed every second. */
export const useSecond = () => useSyncExternalStore(seconds.subscribe, seconds.read)
/** Milliseconds now, renewed every ten seconds: enough for a feed. */
export const useCalmClock = () => useSyncExternalStore(calm.subscribe, calm.read)
