import type { RefObject } from 'react'
import { useCallback, useEffect, useRef, useState } from 'react'

/** A pointer that has not moved for this long is forgotten: a mouse left on the wall must not stop its feed. */
const POINTER_MS = 20_000
const AT_TOP_PX = 8

export interface Hold {
  /** Held by the key or the button. */
  readonly paused: boolean
  setPaused(paused: boolean): void
  /** Whether somebody is reading now: paused, scrolled away from the top, or pointing at the feed. */
  isHeld(): boolean
}

/** Watches the scrolling pane; `onFree` is called when reading ends by itself (back at the top, pointer gone). */
export function useHold(pane: RefObject<HTMLElement | null>, wallScreen: boolean, onFree: () => void): Hold {
  const [paused, setPausedState] = useState(false)
  const pausedNow = useRef(false)
  const pointedAt = useRef(0)
  const free = useRef(onFree)
  free.current = onFree

  const isHeld = useCallback(() => {
    const element = pane.current
    // Where the pane does not scroll by itself (on a phone), its top has left the screen when somebody reads further down.
    const scrolled =
      element !== null && (element.scrollTop > AT_TOP_PX || element.getBoundingClientRect().top < -AT_TOP_PX)
    const pointed = !wallScreen && Date.now() - pointedAt.current < POINTER_MS
    return pausedNow.current || scrolled || pointed
  }, [pane, wallScreen])

  useEffect(() => {
    const element = pane.current
    if (element === null) return
    const check = () => {
      if (!isHeld()) free.current()
    }
    const move = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') pointedAt.current = Date.now()
    }
    const leave = () => {
      pointedAt.current = 0
      check()
    }
    const timer = setInterval(check, 2000)
    element.addEventListener('pointermove', move)
    element.addEventListener('pointerleave', leave)
    element.addEventListener('scroll', check, { passive: true })
    return () => {
      clearInterval(timer)
      element.removeEventListener('pointermove', move)
      element.removeEventListener('pointerleave', leave)
      element.removeEventListener('scroll', check)
    }
  }, [pane, isHeld])

  const setPaused = useCallback(
    (value: boolean) => {
      pausedNow.current = value
      setPausedState(value)
      if (!isHeld()) free.current()
    },
    [isHeld],
  )
  return { paused, setPaused, isHeld }
}
