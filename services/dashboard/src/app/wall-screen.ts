import { useEffect } from 'react'
import { navigate, withSearch } from './router.ts'

/** Asks for the whole screen; where the browser refuses, the wall still fills its window. */
export function enterFullScreen(): void {
  document.documentElement.requestFullscreen?.().catch(() => {})
}

/** While the wall is on a screen of its own: the screen stays awake, and Escape (or leaving full screen) brings the page back. */
export function useWallScreen(on: boolean): void {
  useEffect(() => {
    document.documentElement.toggleAttribute('data-wall', on)
    if (!on) return
    let lock: WakeLockSentinel | null = null
    let over = false
    const stayAwake = async () => {
      if (document.visibilityState !== 'visible') return
      const got = await navigator.wakeLock?.request('screen').catch(() => null)
      if (over) got?.release()
      else lock = got ?? null
    }
    const leave = () => navigate(withSearch({ wall: null }))
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && document.querySelector('dialog[open]') === null) leave()
    }
    const onFullScreen = () => {
      if (document.fullscreenElement === null) leave()
    }
    stayAwake()
    document.addEventListener('visibilitychange', stayAwake)
    document.addEventListener('keydown', onKey)
    document.addEventListener('fullscreenchange', onFullScreen)
    return () => {
      over = true
      lock?.release()
      document.removeEventListener('visibilitychange', stayAwake)
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('fullscreenchange', onFullScreen)
    }
  }, [on])
}
