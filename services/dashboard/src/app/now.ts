import { useSyncExternalStore } from 'react'
import { now as serverNow } from '../api/clock.ts'

/** One clock for every relative time on the page, so that they move together. */
function createClock(everyMs: number) {
  const listeners = new Set<() => void>()
  let now = serverNow()
  let timer: ReturnType<typeof setInterval> | undefined
  const tick = () => {
    now = serverNow()
    for (const one of listeners) one()
  }
  return {
    read: () => now,
    subscribe(one: () => void) {
      listeners.add(one)
      if (timer === undefined) {
        now = serverNow()
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
