import type { ReactNode } from 'react'
import type { MentionView } from '../api/contract.ts'
import { follow } from '../app/router.ts'
import { useLocale } from '../i18n/locale.tsx'

/** Everything else there is to know about a mention, as a list of names and values. */
export function Facts({ mention, zone }: { mention: MentionView; zone: string | undefined }) {
  const { t, f } = useLocale()
  const { sentiment, labelling, engagement, author, story } = mention
  const m = t.mention
  const counts = [
    engagement.likes === null ? null : m.likes(engagement.likes),
    engagement.replies === null ? null : m.replies(engagement.replies),
    engagement.reposts === null ? null : m.reposts(engagement.reposts),
    engagement.views === null ? null : m.views(engagement.views),
  ].filter((one) => one !== null)
  const origin = sentiment.origin.by === 'person' ? m.person : m.model
  const rows: [string, ReactNode][] = [
    [m.source, `${mention.source} (${mention.network})`],
    [m.language, f.language(mention.lang)],
    [t.feed.voice, t.voice[mention.voice]],
    ...(author === null ? [] : ([[m.author, <Author key="author" author={author} />]] as [string, ReactNode][])),
    ...(counts.length === 0 ? [] : ([[m.engagement, counts.join(' · ')]] as [string, ReactNode][])),
    [
      m.story,
      <>
        {t.tile.stories(story.posts, story.authors)}
        {story.posts > 1 ? (
          <>
            {' · '}
            <a href={`/feed?story=${encodeURIComponent(story.id)}`} onClick={follow}>
              {m.wholeStory}
            </a>
          </>
        ) : null}
      </>,
    ],
    [m.seen, f.absolute(mention.seenAt, zone)],
    ...(mention.editedAt === null ? [] : ([[m.editedAt, f.absolute(mention.editedAt, zone)]] as [string, ReactNode][])),
    ...(sentiment.scope === null ? [] : ([[m.why, m.scope[sentiment.scope]]] as [string, ReactNode][])),
    [
      m.origin,
      <>
        {origin} {sentiment.origin.name}{' '}
        {sentiment.origin.hash === null ? null : (
          <code title={sentiment.origin.hash}>{sentiment.origin.hash.slice(0, 12)}</code>
        )}
      </>,
    ],
    [
      m.versions,
      <>
        {m.generation} {labelling.generation} · {m.enrichment} {labelling.enrichmentVersion} · {m.settings}{' '}
        {labelling.settingsVersion} · {m.tokens} {labelling.tokenVersion} ·{' '}
        <code title={labelling.modelHash}>{labelling.modelHash.slice(0, 12)}</code>
      </>,
    ],
  ]
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name} className="facts__row">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Author({ author }: { author: NonNullable<MentionView['author']> }) {
  const { t } = useLocale()
  return (
    <>
      {author.followers === null ? null : `${t.mention.followers(author.followers)} · `}
      <a href={`/feed?author=${encodeURIComponent(author.key)}`} onClick={follow}>
        {t.mention.allFrom}
      </a>
    </>
  )
}
