import type { MentionView } from '../api/contract.ts'
import { useLocale } from '../i18n/locale.tsx'

/** One small chip per intent, with the words that showed it as its tip. */
export function IntentChips({ mention }: { mention: Pick<MentionView, 'intents' | 'text'> }) {
  const { t } = useLocale()
  return mention.intents.map(({ kind, evidence }) => (
    <span
      key={kind}
      className="badge badge--intent"
      data-intent={kind}
      title={evidence.map(({ start, end }) => mention.text.slice(start, end)).join(' … ')}
    >
      {t.intent.kind[kind]}
    </span>
  ))
}
