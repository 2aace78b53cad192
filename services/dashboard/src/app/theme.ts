import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'

const dark = window.matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()
const tell = () => {
  for (const one of listeners) one()
}
dark.addEventListener('change', tell)

const chosen = (): Theme => {
  const value = document.documentElement.dataset['theme']
  return value === 'dark' || value === 'light' ? value : 'system'
}
const subscribe = (one: () => void) => {
  listeners.add(one)
  return () => void listeners.delete(one)
}

export const useTheme = () => useSyncExternalStore(subscribe, chosen)

/** Whether the page is dark now, by choice or by the system. */
export const useDark = () =>
  useSyncExternalStore(subscribe, () => (chosen() === 'system' ? dark.matches : chosen() === 'dark'))

export function setTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
  try {
    if (theme === 'system') localStorage.removeItem('moodlight.theme')
    else localStorage.setItem('moodlight.theme', theme)
  } catch {
    // The choice then lasts as long as the page.
  }
  tell()
}
