import type { MentionView } from '../api/contract.ts'
import { LabelSign } from '../design/signs.tsx'
import { useLocale } from '../i18n/locale.tsx'

type Shares = NonNullable<MentionView['sentiment']['probabilities']>

const ORDER = ['negative', 'neutral', 'positive'] as const

export function Probabilities({ probabilities, confident }: { probabilities: Shares; confident: boolean }) {
  const { t, f } = useLocale()
  return (
    <>
      <div className="probabilities" aria-hidden="true">
        {ORDER.map((label) => (
          <span key={label} data-label={label} style={{ flexGrow: probabilities[label] }} />
        ))}
      </div>
      <ul className="probabilities__words">
        {ORDER.map((label) => (
          <li key={label}>
            <LabelSign label={label} /> {t.label[label]} <b>{f.percent(probabilities[label])}</b>
          </li>
        ))}
      </ul>
      <p className="quiet small">{confident ? t.mention.confident : t.mention.notConfident}</p>
    </>
  )
}
