import type { MouseEvent } from 'react'
import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
const tell = () => {
  for (const one of listeners) one()
}
window.addEventListener('popstate', tell)

const current = () => `${location.pathname}${location.search}`
const subscribe = (one: () => void) => {
  listeners.add(one)
  return () => void listeners.delete(one)
}

export interface Place {
  readonly path: string
  readonly search: URLSearchParams
}

/** Where the page is; every view is a link, so there is no other state of navigation. */
export function usePlace(): Place {
  const at = useSyncExternalStore(subscribe, current)
  const url = new URL(at, location.origin)
  return { path: url.pathname, search: url.searchParams }
}

export function navigate(to: string, options: { replace?: boolean; keepScroll?: boolean } = {}): void {
  if (to === current()) return
  if (options.replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  if (!options.keepScroll && !options.replace) window.scrollTo(0, 0)
  tell()
}

/** The present address with some parameters set (a string) or removed (null). */
export function withSearch(changes: Readonly<Record<string, string | null>>): string {
  const search = new URLSearchParams(location.search)
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === '') search.delete(key)
    else search.set(key, value)
  }
  const query = search.toString()
  return `${location.pathname}${query === '' ? '' : `?${query}`}`
}

/** For onClick of a real link: the page changes without loading, but new tabs and copied addresses keep working. */
export function follow(event: MouseEvent<HTMLAnchorElement>): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return
  event.preventDefault()
  const { pathname, search } = event.currentTarget
  navigate(`${pathname}${search}`)
}
