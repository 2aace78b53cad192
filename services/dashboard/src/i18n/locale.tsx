import type { ReactNode } from 'react'
import { createContext, useContext, useEffect, useMemo } from 'react'
import type { Messages } from './en.ts'
import { en } from './en.ts'
import type { Format } from './format.ts'
import { createFormat } from './format.ts'

interface Locale {
  readonly code: string
  readonly dir: 'ltr' | 'rtl'
  readonly t: Messages
  readonly f: Format
}

/** The catalogues there are. A language is added here, and nowhere else. */
const CATALOGUES = { en: { dir: 'ltr', messages: en, format: 'en-GB' } } as const

const LocaleContext = createContext<Locale | null>(null)

export function LocaleProvider({ code, children }: { code: keyof typeof CATALOGUES; children: ReactNode }) {
  const locale = useMemo<Locale>(() => {
    const { dir, messages, format } = CATALOGUES[code]
    return { code, dir, t: messages, f: createFormat(format) }
  }, [code])
  useEffect(() => {
    document.documentElement.lang = locale.code
    document.documentElement.dir = locale.dir
  }, [locale])
  return <LocaleContext value={locale}>{children}</LocaleContext>
}

export function useLocale(): Locale {
  const locale = useContext(LocaleContext)
  if (locale === null) throw new Error('useLocale outside LocaleProvider')
  return locale
}
