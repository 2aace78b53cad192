import { useCallback, useEffect, useRef, useState } from 'react'
import type { ApiFailure } from './client.ts'
import { getJson } from './client.ts'
import { now } from './clock.ts'

export interface Query<T> {
  /** The last good answer; kept while a newer one is fetched or fails. */
  readonly data: T | null
  readonly error: ApiFailure | null
  /** When `data` came, in milliseconds of the server's clock; 0 before. */
  readonly at: number
  readonly loading: boolean
  reload(): void
}

interface Held<T> {
  url: string | null
  data: T | null
  at: number
  error: ApiFailure | null
}

/**
 * Fetches `url` (null: nothing), again every `everyMs`, and sooner after a failure. Data of another address is not shown,
 * unless `keep` says that it may stand until the new one is here: a window that moves on with time is such a case.
 */
export function useQuery<T>(url: string | null, everyMs = 0, keep = false): Query<T> {
  const [held, setHeld] = useState<Held<T>>({ url: null, data: null, at: 0, error: null })
  const [round, setRound] = useState(0)
  const failures = useRef(0)
  const reload = useCallback(() => setRound((n) => n + 1), [])
  useEffect(() => {
    if (url === null) return
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const load = async () => {
      try {
        const data = await getJson<T>(url, stop.signal)
        if (stop.signal.aborted) return
        failures.current = 0
        setHeld({ url, data, at: now(), error: null })
        if (everyMs > 0) timer = setTimeout(load, everyMs)
      } catch (error) {
        if (stop.signal.aborted) return
        const failure = error as ApiFailure
        setHeld((old) => ({ ...(old.url === url || keep ? old : { data: null, at: 0 }), url, error: failure }))
        failures.current += 1
        if (failure.kind !== 'refused') timer = setTimeout(load, Math.min(30_000, 1000 * 2 ** failures.current))
      }
    }
    load()
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [url, everyMs, round, keep])

  const mine = held.url === url
  const data = mine || keep ? held.data : null
  const error = mine ? held.error : null
  return {
    data,
    error,
    at: mine || keep ? held.at : 0,
    loading: url !== null && data === null && error === null,
    reload,
  }
}
