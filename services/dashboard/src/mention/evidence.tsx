import type { MentionView } from '../api/contract.ts'
import { strengthOf } from '../design/pieces.ts'
import { htmlLang } from '../design/script.ts'
import { useLocale } from '../i18n/locale.tsx'

const MOST = 12
const LEAST_SHARE = 0.1

/** The words that made the label, the strongest first, with their weight as a bar and in words. */
export function Evidence({ mention }: { mention: MentionView }) {
  const { t, f } = useLocale()
  const { evidence } = mention.sentiment
  if (evidence.length === 0) return <p className="quiet">{t.mention.noEvidence}</p>
  const sorted = [...evidence].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
  const strongest = Math.abs(sorted[0]!.weight)
  const telling = sorted.filter(({ weight }, i) => i < MOST && Math.abs(weight) >= strongest * LEAST_SHARE)
  return (
    <>
      <ul className="evidence">
        {telling.map(({ start, end, weight }) => (
          <li key={start} className="evidence__row" data-colour={weight > 0 ? 'green' : 'red'}>
            <bdi lang={htmlLang(mention.lang)}>
              <mark className={weight > 0 ? 'mark--for' : 'mark--against'}>{mention.text.slice(start, end)}</mark>
            </bdi>
            <span className="evidence__bar" aria-hidden="true">
              <span style={{ inlineSize: `${strongest === 0 ? 0 : (Math.abs(weight) / strongest) * 100}%` }} />
            </span>
            <span className="evidence__words" title={String(weight)}>
              {t.mention.strength[strengthOf(weight, strongest)]}{' '}
              {weight > 0 ? t.mention.speaksFor : t.mention.speaksAgainst}{' '}
              <span className="quiet">{f.weight(weight)}</span>
            </span>
          </li>
        ))}
      </ul>
      {telling.length === sorted.length ? null : (
        <p className="quiet small">{t.mention.slighter(sorted.length - telling.length)}</p>
      )}
    </>
  )
}
