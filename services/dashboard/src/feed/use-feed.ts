import { useCallback, useEffect, useRef, useState } from 'react'
import type { ApiFailure } from '../api/client.ts'
import { apiPath, getJson } from '../api/client.ts'
import type { MentionsAnswer, MentionView } from '../api/contract.ts'
import { useLiveEvents } from '../api/live-context.tsx'
import type { FeedState } from './feed-state.ts'
import { addLive, addStored, EMPTY_FEED, refill, release, retract } from './feed-state.ts'
import type { Filters } from './filters.ts'
import { isLive } from './filters.ts'

const PAGE = 50
/** Live mentions are taken in a few times a second, so that a burst costs one drawing and not hundreds. */
const FLUSH_MS = 150
/** Less than a page may mean that history is still being filled, which the live line says nothing of. */
const REFILL_MS = 8000

export interface Feed extends FeedState {
  readonly loading: boolean
  readonly error: ApiFailure | null
  readonly hasOlder: boolean
  release(): void
  reload(): void
  older(): void
}

/** History first, then live. `isHeld` is asked at every arrival: true keeps new items out of the list being read. */
export function useFeed(filters: Filters, isHeld: () => boolean, onArrival: (mention: MentionView) => void): Feed {
  const [state, setState] = useState<FeedState>(EMPTY_FEED)
  const [error, setError] = useState<ApiFailure | null>(null)
  const [loading, setLoading] = useState(true)
  const [next, setNext] = useState<string | null>(null)
  const [round, setRound] = useState(0)
  const waiting = useRef<MentionView[]>([])
  const ready = useRef(false)
  const live = isLive(filters)
  const base = apiPath('mentions', { ...filters, limit: String(PAGE) })
  const reload = useCallback(() => setRound((n) => n + 1), [])
  useEffect(() => {
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    let failures = 0
    ready.current = false
    setLoading(true)
    const load = async () => {
      try {
        const answer = await getJson<MentionsAnswer>(base, stop.signal)
        if (stop.signal.aborted) return
        setState(addStored(EMPTY_FEED, answer.mentions))
        setNext(answer.next)
        setError(null)
        ready.current = true
      } catch (failure) {
        if (stop.signal.aborted) return
        setError(failure as ApiFailure)
        failures += 1
        if ((failure as ApiFailure).kind !== 'refused') timer = setTimeout(load, Math.min(20_000, 1000 * 2 ** failures))
      }
      setLoading(false)
    }
    load()
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [base, round])

  // A feed of another filter is another feed.
  useEffect(() => {
    setState(EMPTY_FEED)
    waiting.current = []
  }, [base])

  const thin = !loading && error === null && next === null && state.shown.length < PAGE
  const held = useRef(isHeld)
  held.current = isHeld
  useEffect(() => {
    if (!thin) return
    const stop = new AbortController()
    const look = async () => {
      if (held.current()) return
      const answer = await getJson<MentionsAnswer>(base, stop.signal).catch(() => null)
      if (answer === null || stop.signal.aborted) return
      setState((old) => refill(old, answer.mentions))
      setNext(answer.next)
    }
    const timer = setInterval(look, REFILL_MS)
    return () => {
      stop.abort()
      clearInterval(timer)
    }
  }, [base, thin])

  const flush = () => {
    if (!ready.current || waiting.current.length === 0) return
    const arrived = waiting.current
    waiting.current = []
    const hold = isHeld()
    for (const mention of arrived) onArrival(mention)
    setState((old) => arrived.reduce((feed, mention) => addLive(feed, mention, hold), old))
  }
  const newestFlush = useRef(flush)
  newestFlush.current = flush
  useEffect(() => {
    const timer = setInterval(() => newestFlush.current(), FLUSH_MS)
    return () => clearInterval(timer)
  }, [])

  useLiveEvents({
    onMention: (mention) => {
      if (live) waiting.current.push(mention)
    },
    onRetract: ({ post, brands }) => {
      const gone = (one: MentionView) => one.post === post && (brands?.includes(one.brand) ?? true)
      waiting.current = waiting.current.filter((mention) => !gone(mention))
      setState((old) => retract(old, post, brands ?? null))
    },
    onGap: reload,
  })

  const baseNow = useRef(base)
  baseNow.current = base
  const older = async () => {
    if (next === null || loading) return
    setLoading(true)
    try {
      const asked = base
      const answer = await getJson<MentionsAnswer>(
        apiPath('mentions', { ...filters, limit: String(PAGE), cursor: next }),
        new AbortController().signal,
      )
      if (asked !== baseNow.current) return
      setState((old) => addStored(old, answer.mentions))
      setNext(answer.next)
      setError(null)
    } catch (failure) {
      setError(failure as ApiFailure)
    }
    setLoading(false)
  }

  return {
    ...state,
    loading,
    error,
    hasOlder: next !== null,
    reload,
    older,
    release: useCallback(() => setState(release), []),
  }
}
