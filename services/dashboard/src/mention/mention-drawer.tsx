import { useLayoutEffect, useRef } from 'react'
import type { BrandInfo } from '../api/contract.ts'
import { follow, navigate, withSearch } from '../app/router.ts'
import { useLocale } from '../i18n/locale.tsx'
import { MentionView } from './mention-view.tsx'
import './mention.css'

/** One mention beside the view it was opened from; the address carries it, so that the view with the drawer is a link. */
export function MentionDrawer({ id, brands }: { id: string; brands: readonly BrandInfo[] }) {
  const { t } = useLocale()
  const dialog = useRef<HTMLDialogElement>(null)
  const closing = useRef<HTMLButtonElement>(null)
  // Closed before it is taken out of the page: only then does the focus go back to where it was opened from.
  useLayoutEffect(() => {
    const element = dialog.current
    if (element === null || element.open) return
    element.showModal()
    closing.current?.focus()
    return () => element.close()
  }, [])
  const close = () => navigate(withSearch({ open: null }), { replace: true })
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself.
    <dialog
      ref={dialog}
      className="drawer"
      aria-label={t.mention.title}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) close()
      }}
    >
      <div className="drawer__inside">
        <header className="drawer__head">
          <a className="small" href={`/mention/${encodeURIComponent(id)}`} onClick={follow}>
            {t.mention.permanent}
          </a>
          <button type="button" className="button" onClick={close} ref={closing}>
            {t.mention.close}
          </button>
        </header>
        <MentionView id={id} brands={brands} />
      </div>
    </dialog>
  )
}
