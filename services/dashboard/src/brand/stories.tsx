import { apiPath } from '../api/client.ts'
import type { StoriesAnswer, StoryView } from '../api/contract.ts'
import { useQuery } from '../api/use-query.ts'
import { follow, withSearch } from '../app/router.ts'
import { direction, htmlLang } from '../design/script.ts'
import { MoodSign } from '../design/signs.tsx'
import { Failed } from '../design/states.tsx'
import { useLocale } from '../i18n/locale.tsx'
import type { Range } from './range.ts'
import './stories.css'

const REFRESH_MS = 60_000
const MOST = 5

interface Props {
  readonly brand: string
  readonly range: Range
  readonly selected: string | undefined
}

/** What moved it: the stories with most negative and most positive posts in the range. */
export function Stories({ brand, range, selected }: Props) {
  const { t } = useLocale()
  return (
    <section className="card">
      <h2>{t.brand.moved}</h2>
      <div className="stories">
        <Side label="negative" title={t.brand.down} brand={brand} range={range} selected={selected} />
        <Side label="positive" title={t.brand.up} brand={brand} range={range} selected={selected} />
      </div>
    </section>
  )
}

function Side(props: Props & { label: 'negative' | 'positive'; title: string }) {
  const { label, title, brand, range, selected } = props
  const { t } = useLocale()
  const query = useQuery<StoriesAnswer>(
    apiPath('stories', { brand, from: range.from, to: range.to, label, limit: String(MOST) }),
    REFRESH_MS,
    true,
  )
  const colour = label === 'negative' ? 'red' : 'green'
  return (
    <div className="stories__side" data-colour={colour}>
      <h3>
        <MoodSign colour={colour} /> {title}
      </h3>
      {query.error !== null && query.data === null ? <Failed failure={query.error} retry={query.reload} /> : null}
      {query.loading ? <div className="stories__waiting skeleton" /> : null}
      {query.data?.stories.length === 0 ? <p className="quiet small">{t.brand.noStories}</p> : null}
      <ol>
        {query.data?.stories.map((story) => (
          <li key={story.id}>
            <Story story={story} label={label} chosen={selected === story.id} />
          </li>
        ))}
      </ol>
    </div>
  )
}

function Story({ story, label, chosen }: { story: StoryView; label: 'negative' | 'positive'; chosen: boolean }) {
  const { t, f } = useLocale()
  return (
    <a
      className="story"
      href={withSearch({ story: chosen ? null : story.id, open: null })}
      onClick={follow}
      aria-current={chosen || undefined}
    >
      <b className="story__count">{f.count(story.labels[label])}</b>
      <span className="story__text" lang={htmlLang(story.lang)} dir={direction(story.lang)}>
        {story.text}
      </span>
      <span className="story__facts quiet small">{t.tile.stories(story.posts, story.authors)}</span>
    </a>
  )
}
