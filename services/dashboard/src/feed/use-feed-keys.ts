import type { RefObject } from 'react'
import { useEffect, useRef } from 'react'

interface Actions {
  readonly pane: RefObject<HTMLElement | null>
  togglePause(): void
  toTop(): void
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))

/** j / k walk the mentions, Enter opens one, o its original, p holds the feed, g goes to the newest, / searches. */
export function useFeedKeys(actions: Actions): void {
  const newest = useRef(actions)
  newest.current = actions
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
      if (document.querySelector('dialog[open]') !== null) return
      const pane = newest.current.pane.current
      if (pane === null || pane.offsetParent === null) return
      const items = [...pane.querySelectorAll<HTMLElement>('[data-item]')]
      const at = items.findIndex((item) => item.contains(document.activeElement))
      const walk = (to: number) => {
        const item = items[Math.min(items.length - 1, Math.max(0, to))]
        item?.focus({ preventScroll: true })
        item?.scrollIntoView({ block: 'nearest' })
      }
      const act: Record<string, () => void> = {
        j: () => walk(at + 1),
        k: () => walk(at - 1),
        p: () => newest.current.togglePause(),
        g: () => {
          newest.current.toTop()
          requestAnimationFrame(() => pane.querySelector<HTMLElement>('[data-item]')?.focus({ preventScroll: true }))
        },
        o: () => items[at]?.querySelector<HTMLAnchorElement>('a[data-original]')?.click(),
        '/': () => document.querySelector<HTMLInputElement>('[data-search]')?.focus(),
      }
      const run = act[event.key]
      if (run === undefined) return
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
