import type { ReactNode } from 'react'
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { ApiFailure } from './client.ts'
import type { LiveHandlers, LiveState } from './live.ts'
import { openLive } from './live.ts'

type Events = Partial<Omit<LiveHandlers, 'onState'>>

interface Live {
  readonly state: LiveState
  readonly failure: ApiFailure | null
  subscribe(events: Events): () => void
}

const LiveContext = createContext<Live | null>(null)

/** One connection for the whole page: browsers allow six per server, and every open tab holds one. */
export function LiveProvider({ url, children }: { url: string; children: ReactNode }) {
  const [status, setStatus] = useState<{ state: LiveState; failure: ApiFailure | null }>({
    state: 'connecting',
    failure: null,
  })
  const listeners = useRef(new Set<Events>())

  useEffect(() => {
    const all = listeners.current
    const connection = openLive(url, {
      onState: (state, failure) => setStatus({ state, failure }),
      onMention: (mention) => all.forEach((one) => void one.onMention?.(mention)),
      onRetract: (retract) => all.forEach((one) => void one.onRetract?.(retract)),
      onMoods: (moods) => all.forEach((one) => void one.onMoods?.(moods)),
      onGap: () => all.forEach((one) => void one.onGap?.()),
    })
    return () => connection.close()
  }, [url])

  const live = useMemo<Live>(
    () => ({
      ...status,
      subscribe(events) {
        listeners.current.add(events)
        return () => void listeners.current.delete(events)
      },
    }),
    [status],
  )
  return <LiveContext value={live}>{children}</LiveContext>
}

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (live === null) throw new Error('useLive outside LiveProvider')
  return live
}

/** Calls the newest `events` for as long as the component lives. */
export function useLiveEvents(events: Events): void {
  const { subscribe } = useLive()
  const newest = useRef(events)
  newest.current = events
  useEffect(
    () =>
      subscribe({
        onMention: (mention) => newest.current.onMention?.(mention),
        onRetract: (retract) => newest.current.onRetract?.(retract),
        onMoods: (moods) => newest.current.onMoods?.(moods),
        onGap: () => newest.current.onGap?.(),
      }),
    [],
  )
}
