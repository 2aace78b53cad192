import type { MentionView } from '../api/contract.ts'
import { htmlLang } from '../design/script.ts'
import { useLocale } from '../i18n/locale.tsx'

/** Each intent with the words that showed it and how clear they are. */
export function Intents({ mention }: { mention: MentionView }) {
  const { t, f } = useLocale()
  if (mention.intents.length === 0) return <p className="quiet">{t.intent.none}</p>
  return (
    <ul className="mention__matches">
      {mention.intents.map(({ kind, confidence, evidence }) => (
        <li key={kind} data-intent={kind}>
          <span className="badge badge--intent">{t.intent.kind[kind]}</span>{' '}
          <bdi lang={htmlLang(mention.lang)}>
            {evidence.map(({ start, end }, i) => (
              <span key={start}>
                {i === 0 ? '' : ' … '}
                <mark className="mark--intent">{mention.text.slice(start, end)}</mark>
              </span>
            ))}
          </bdi>{' '}
          <span className="quiet small">{t.intent.clear(f.percent(confidence))}</span>
        </li>
      ))}
    </ul>
  )
}
