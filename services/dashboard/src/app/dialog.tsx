import type { ReactNode, RefObject } from 'react'
import { useId } from 'react'
import { useLocale } from '../i18n/locale.tsx'
import './dialog.css'

/** A modal window; Escape, the button and a click beside it close it. */
export function Dialog(props: { dialog: RefObject<HTMLDialogElement | null>; title: string; children: ReactNode }) {
  const { dialog, title, children } = props
  const { t } = useLocale()
  const id = useId()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself.
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close()
      }}
    >
      <div className="dialog__inside">
        <header className="dialog__head">
          <h2 id={id}>{title}</h2>
          <button
            type="button"
            className="button button--quiet button--icon"
            aria-label={t.help.close}
            onClick={() => dialog.current?.close()}
          >
            ×
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
