import type { ApiFailure } from './client.ts'
import { failureOf } from './client.ts'
import type { MentionView, Mood, RetractEvent } from './contract.ts'
import type { ServerEvent } from './sse.ts'
import { readEvents } from './sse.ts'

/** `refused`: the server said no for good (a 4xx), trying again would not help. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'refused'

export interface LiveHandlers {
  onState(state: LiveState, failure: ApiFailure | null): void
  onMention(mention: MentionView): void
  onRetract(retract: RetractEvent): void
  onMoods(moods: readonly Mood[]): void
  /** Records were missed: history must be loaded again. */
  onGap(): void
}

const SILENCE_MS = 45_000
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 20_000

/** Keeps one live connection until `close()`: back-off with jitter, Last-Event-ID, watch over heartbeats, wake-up when the network is back. */
export function openLive(url: string, handlers: LiveHandlers): { close(): void } {
  let lastId: string | null = null
  let attempt = 0
  let closed = false
  let everLive = false
  let stop = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let waiting = false

  const say = (state: LiveState, failure: ApiFailure | null = null) => {
    if (!closed) handlers.onState(state, failure)
  }

  const dispatch = (event: ServerEvent) => {
    if (closed) return
    if (event.event === 'gap') return handlers.onGap()
    if (event.event === 'hello') return
    const data = JSON.parse(event.data) as unknown
    if (event.event === 'mention') handlers.onMention(data as MentionView)
    else if (event.event === 'retract') handlers.onRetract(data as RetractEvent)
    else if (event.event === 'mood') handlers.onMoods(data as Mood[])
  }

  const onId = (id: string) => {
    lastId = id
  }

  const again = (waitMs: number) => {
    if (closed) return
    waiting = true
    timer = setTimeout(connect, waitMs)
    say(navigator.onLine && attempt < 4 ? 'reconnecting' : 'offline')
  }

  const connect = async () => {
    clearTimeout(timer)
    waiting = false
    stop = new AbortController()
    const { signal } = stop
    let alive = setTimeout(() => stop.abort(), SILENCE_MS)
    const onBytes = () => {
      clearTimeout(alive)
      alive = setTimeout(() => stop.abort(), SILENCE_MS)
    }
    if (!everLive) say('connecting')
    let retryAfter = 0
    try {
      const headers: Record<string, string> = { accept: 'text/event-stream' }
      if (lastId !== null) headers['last-event-id'] = lastId
      const response = await fetch(url, { signal, headers, cache: 'no-store' })
      if (!response.ok || response.body === null) {
        const failure = await failureOf(response)
        if (failure.kind === 'refused' && failure.status !== 429) return say('refused', failure)
        retryAfter = Number(response.headers.get('retry-after') ?? 0) * 1000
        throw failure
      }
      // Whoever comes back without an id may have missed records.
      if (everLive && lastId === null) handlers.onGap()
      attempt = 0
      everLive = true
      say('live')
      await readEvents(response.body, { onEvent: dispatch, onId }, onBytes)
    } catch {
      // Whatever ended the connection, the way on is the same.
    } finally {
      clearTimeout(alive)
    }
    if (closed) return
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt) * (0.75 + Math.random() / 2)
    attempt += 1
    again(Math.max(wait, retryAfter || 0))
  }

  const wake = () => {
    if (waiting && document.visibilityState === 'visible') connect()
  }
  window.addEventListener('online', wake)
  document.addEventListener('visibilitychange', wake)
  connect()

  return {
    close() {
      closed = true
      clearTimeout(timer)
      stop.abort()
      window.removeEventListener('online', wake)
      document.removeEventListener('visibilitychange', wake)
    },
  }
}
