import { apiPath } from '../api/client.ts'
import type { BrandInfo, MentionView as Mention, MentionAnswer } from '../api/contract.ts'
import { useQuery } from '../api/use-query.ts'
import { follow } from '../app/router.ts'
import { MarkedText } from '../design/marked-text.tsx'
import { htmlLang } from '../design/script.ts'
import { BrandChip, colourOf, LabelSign } from '../design/signs.tsx'
import { Empty, Failed } from '../design/states.tsx'
import { useLocale } from '../i18n/locale.tsx'
import { Evidence } from './evidence.tsx'
import { Facts } from './facts.tsx'
import { Intents } from './intents.tsx'
import { Probabilities } from './probabilities.tsx'

/** One mention in full: text, label and what made it, where the brand stands, and everything it was made with. */
export function MentionView({ id, brands }: { id: string; brands: readonly BrandInfo[] }) {
  const { t } = useLocale()
  const query = useQuery<MentionAnswer>(apiPath(`mentions/${encodeURIComponent(id)}`))
  if (query.error?.status === 404) return <Empty title={t.mention.unknown} />
  if (query.error !== null) return <Failed failure={query.error} retry={query.reload} />
  if (query.data === null) return <div className="mention mention--waiting skeleton" />
  const { mention } = query.data
  const zone = brands.find((brand) => brand.id === mention.brand)?.zone
  return <Whole mention={mention} brands={brands} zone={zone} />
}

function Whole({
  mention,
  brands,
  zone,
}: {
  mention: Mention
  brands: readonly BrandInfo[]
  zone: string | undefined
}) {
  const { t, f } = useLocale()
  const nameOf = (id: string) => brands.find((brand) => brand.id === id)?.label ?? id
  const { sentiment, author } = mention
  return (
    <article className="mention" data-colour={colourOf(sentiment.label)}>
      <header className="mention__verdict">
        <p className="mention__label">
          <LabelSign label={sentiment.label} />
          {t.label[sentiment.label]}
        </p>
        <p>
          {t.mention.towards} <bdi>{nameOf(mention.brand)}</bdi>
          {mention.addressed ? ` (${t.mention.addressed})` : ''}
          {sentiment.reason === null ? null : `: ${t.unscored[sentiment.reason] ?? sentiment.reason}`}
        </p>
      </header>
      <p className="mention__who quiet small">
        {mention.site ?? mention.network}
        {author === null ? null : (
          <>
            {' · '}
            <bdi>
              {author.handle === null ? (author.name ?? t.feed.someone(author.key.slice(0, 5))) : `@${author.handle}`}
            </bdi>
          </>
        )}
        {' · '}
        <time dateTime={mention.at}>{f.absolute(mention.at, zone)}</time>
      </p>
      <p className="mention__text" dir={mention.dir} lang={htmlLang(mention.lang)}>
        <MarkedText mention={mention} />
      </p>
      {mention.url === null ? (
        <p className="quiet small">{t.mention.noOriginal}</p>
      ) : (
        <a className="button" href={mention.url} target="_blank" rel="noopener noreferrer">
          {t.mention.original} <span aria-hidden="true">↗</span>
        </a>
      )}
      <Section title={t.mention.allBrands}>
        <ul className="mention__chips">
          {mention.brands.map((one) => (
            <li key={one.brand}>
              <a className="mention__brand" href={`/brand/${encodeURIComponent(one.brand)}`} onClick={follow}>
                <BrandChip name={nameOf(one.brand)} label={one.label} unsure={one.certainty === 'unsure'} />
              </a>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t.mention.evidence}>
        <Evidence mention={mention} />
      </Section>
      <Section title={t.intent.title}>
        <Intents mention={mention} />
      </Section>
      {sentiment.probabilities === null ? null : (
        <Section title={t.mention.probabilities}>
          <Probabilities probabilities={sentiment.probabilities} confident={sentiment.confident} />
        </Section>
      )}
      <Section title={t.mention.matches}>
        <ul className="mention__matches">
          {mention.matches.map((match) => (
            <li key={match.start}>
              <bdi>
                <mark className="mark--name">{mention.text.slice(match.start, match.end)}</mark>
              </bdi>{' '}
              <span>
                {t.matchKind[match.kind] ?? match.kind},{' '}
                {match.certainty === 'sure' ? t.mention.sure : t.mention.unsure}
              </span>{' '}
              <code className="quiet small">{match.why}</code>
            </li>
          ))}
        </ul>
      </Section>
      <Facts mention={mention} zone={zone} />
    </article>
  )
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="mention__section">
      <h3>{title}</h3>
      {children}
    </section>
  )
}
