import { useEffect, useRef } from 'react'
import { useLive } from '../api/live-context.tsx'
import { useLocale } from '../i18n/locale.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { useSecond } from './now.ts'
import { follow, withSearch } from './router.ts'
import type { Theme } from './theme.ts'
import { setTheme, useTheme } from './theme.ts'
import { enterFullScreen } from './wall-screen.ts'

const THEMES: readonly Theme[] = ['system', 'light', 'dark']

export function Header({ view }: { view: string }) {
  const { t } = useLocale()
  const { state } = useLive()
  const help = useRef<HTMLDialogElement>(null)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)
      if (event.key === '?' && !typing && document.querySelector('dialog[open]') === null) help.current?.showModal()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  return (
    <header className="bar">
      <a className="bar__product" href="/" onClick={follow}>
        <svg viewBox="0 0 24 24" aria-hidden="true" className="bar__mark">
          <path className="bar__mark-up" d="M12 1.5 20 11H4Z" />
          <path className="bar__mark-down" d="M12 22.5 4 13h16Z" />
        </svg>
        <span>{t.product}</span>
      </a>
      <nav className="bar__nav" aria-label={t.nav.main}>
        <a href="/" onClick={follow} aria-current={view === 'wall' ? 'page' : undefined}>
          {t.nav.wall}
        </a>
        <a href="/feed" onClick={follow} aria-current={view === 'feed' ? 'page' : undefined}>
          {t.nav.feed}
        </a>
      </nav>
      <span className="bar__state live" data-state={state}>
        <span className="live__word">{t.live[state]}</span>
      </span>
      <Clock />
      <ThemeChoice />
      {view === 'wall' ? (
        <a
          className="button bar__wall"
          href={withSearch({ wall: '1' })}
          title={t.wallMode.hint}
          onClick={(event) => {
            enterFullScreen()
            follow(event)
          }}
        >
          {t.wallMode.enter}
        </a>
      ) : null}
      <button
        type="button"
        className="button button--icon bar__help"
        aria-label={t.help.open}
        title={t.help.open}
        onClick={() => help.current?.showModal()}
      >
        ?
      </button>
      <HelpDialog dialog={help} />
    </header>
  )
}

function Clock() {
  const { f } = useLocale()
  const now = useSecond()
  return (
    <time className="bar__clock" title={f.absolute(now)}>
      {f.clock(now)}
    </time>
  )
}

const THEME_PATHS: Readonly<Record<Theme, string>> = {
  system: 'M12 3a9 9 0 1 0 0 18Z',
  light:
    'M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM11 1h2v4h-2zM11 19h2v4h-2zM1 11h4v2H1zM19 11h4v2h-4zM3.5 5l1.4-1.4 2.8 2.8-1.4 1.4zM16.3 17.6l1.4-1.4 2.8 2.8-1.4 1.4zM3.5 19l2.8-2.8 1.4 1.4-2.8 2.8zM16.3 6.4l2.8-2.8L20.5 5l-2.8 2.8z',
  dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z',
}

/** System, light, dark, in turn. */
function ThemeChoice() {
  const { t } = useLocale()
  const theme = useTheme()
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!
  return (
    <button
      type="button"
      className="button button--icon bar__theme"
      aria-label={`${t.theme.label}: ${t.theme[theme]}`}
      title={`${t.theme.label}: ${t.theme[theme]}`}
      onClick={() => setTheme(next)}
    >
      <svg className="sign" viewBox="0 0 24 24" aria-hidden="true">
        {theme === 'system' ? <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" strokeWidth="2" /> : null}
        <path d={THEME_PATHS[theme]} />
      </svg>
    </button>
  )
}
