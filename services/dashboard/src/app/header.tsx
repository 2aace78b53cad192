import { useEffect, useRef } from 'react'
import { useLive } from '../api/live-context.tsx'
import { useLocale } from '../i18n/locale.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { useSecond } from './now.ts'
import { follow, withSearch } from './router.ts'
import type { Theme } from './theme.ts'
import { setTheme, useTheme } from './theme.ts'

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
        <a className="button bar__wall" href={withSearch({ wall: '1' })} onClick={follow}>
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

function ThemeChoice() {
  const { t } = useLocale()
  const theme = useTheme()
  return (
    <select
      className="field bar__theme"
      aria-label={t.theme.label}
      value={theme}
      onChange={(event) => setTheme(event.target.value as Theme)}
    >
      {THEMES.map((one) => (
        <option key={one} value={one}>
          {t.theme[one]}
        </option>
      ))}
    </select>
  )
}
