import { useRef, useState } from 'react'
import { useLocale } from '../i18n/locale.tsx'
import { Dialog } from './dialog.tsx'
import { OWN_BRAND } from './own-brand.ts'

/** Says plainly that the page shows sample data, and the way to one's own. */
export function SampleBanner({ wallScreen }: { wallScreen: boolean }) {
  const { t } = useLocale()
  const dialog = useRef<HTMLDialogElement>(null)
  return (
    <div className="sample" role="note">
      <strong>{t.demo.sample}</strong>
      <span className="sample__text">{t.demo.text}</span>
      {wallScreen ? null : (
        <button type="button" className="sample__own" onClick={() => dialog.current?.showModal()}>
          {t.demo.own}
        </button>
      )}
      <Dialog dialog={dialog} title={t.demo.title}>
        <p>{t.demo.step1}</p>
        <Command text={OWN_BRAND.start} />
        <p>{t.demo.step2}</p>
        <Command text={OWN_BRAND.configuration} />
        <p>{t.demo.step3}</p>
        <Command text={OWN_BRAND.history} />
      </Dialog>
    </div>
  )
}

function Command({ text }: { text: string }) {
  const { t } = useLocale()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <div className="command">
      <code dir="ltr">{text}</code>
      <button type="button" className="button" onClick={copy}>
        {copied ? t.demo.copied : t.demo.copy}
      </button>
    </div>
  )
}
