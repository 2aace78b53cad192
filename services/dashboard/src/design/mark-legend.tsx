import { useLocale } from '../i18n/locale.tsx'

/** What the marks in a text mean. */
export function MarkLegend() {
  const { t } = useLocale()
  return (
    <p className="mark-legend">
      <mark className="mark--name">{t.help.markName}</mark>
      <mark className="mark--for">{t.help.markFor}</mark>
      <mark className="mark--against">{t.help.markAgainst}</mark>
    </p>
  )
}
