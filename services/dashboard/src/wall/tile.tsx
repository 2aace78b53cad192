import { useEffect, useState } from 'react'
import { apiPath } from '../api/client.ts'
import type { BrandInfo, Mood, TimelineAnswer } from '../api/contract.ts'
import { useQuery } from '../api/use-query.ts'
import { useSecond } from '../app/now.ts'
import { follow, withSearch } from '../app/router.ts'
import { direction, htmlLang } from '../design/script.ts'
import { AgainstSign, MoodSign } from '../design/signs.tsx'
import { useLocale } from '../i18n/locale.tsx'
import { DayBars } from './day-bars.tsx'
import { IntervalBar } from './interval-bar.tsx'
import { moodWord, reasonWords, shortMoodWord } from './mood-words.ts'

const HOUR = 3_600_000
const REFRESH_MS = 60_000
const BEHIND_MS = 5000
const CUT_OFF_MS = 60_000

interface Props {
  readonly brand: BrandInfo
  readonly mood: Mood
  readonly hour: Mood | undefined
  readonly scale: number
  readonly span: number
  /** When the mood was last heard of, in milliseconds: a page that is cut off must not look fresh. */
  readonly heardAt: number
}

/** One brand from three metres: name, colour with shape and word, change against usual, figures, story, age. */
export function Tile({ brand, mood, hour, scale, span, heardAt }: Props) {
  const { t, f } = useLocale()
  const now = useSecond()
  const end = (Math.floor(now / HOUR) + 1) * HOUR
  const range = { from: new Date(end - 24 * HOUR).toISOString(), to: new Date(end).toISOString() }
  // While history is being filled the picture would lag far behind the figures.
  const [every, setEvery] = useState(REFRESH_MS)
  const timeline = useQuery<TimelineAnswer>(apiPath('timeline', { brand: brand.id, ...range, step: '1h' }), every, true)
  const drawn = timeline.data?.buckets.reduce((sum, bucket) => sum + bucket.volume.total, 0) ?? 0
  const behind = Math.abs(mood.volume.total - drawn) > 10 + mood.volume.total * 0.15
  useEffect(() => setEvery(behind ? BEHIND_MS : REFRESH_MS), [behind])
  const { newest, silent } = mood.freshness
  const stale = mood.freshness.stale || now - heardAt > CUT_OFF_MS
  const against = mood.usual?.against ?? 'unknown'
  const age = newest === null ? t.tile.noData : f.ago(newest, now)

  return (
    <article
      className="tile"
      data-colour={mood.colour}
      data-brand={brand.id}
      data-stale={stale || undefined}
      style={{ gridColumnEnd: `span ${span}` }}
    >
      <div className="tile__main">
        <header className="tile__head">
          <h2 className="tile__name">
            <a href={`/brand/${encodeURIComponent(brand.id)}`} onClick={follow}>
              <bdi>{brand.label}</bdi>
            </a>
          </h2>
          <span className="tile__age" title={newest === null ? undefined : f.absolute(newest, brand.zone)}>
            {stale ? t.tile.stale(age) : age}
          </span>
        </header>
        <p className="tile__say">
          <span className="tile__word" title={reasonWords(mood, t, f)}>
            <MoodSign colour={mood.colour} />
            {moodWord(mood, t, f)}
          </span>
          <span className="tile__against" data-against={against}>
            <AgainstSign against={against} />
            {t.against[against]}
          </span>
        </p>
        <NetRow mood={mood} scale={scale} />
        <VolumeRow mood={mood} />
        <DayBars timeline={timeline.data} zone={brand.zone} />
        <TopStory mood={mood} />
        {silent.length === 0 ? null : <p className="tile__silent">{t.tile.silent(f.list(silent))}</p>}
      </div>
      {hour === undefined ? null : <HourStrip hour={hour} />}
    </article>
  )
}

function NetRow({ mood, scale }: { mood: Mood; scale: number }) {
  const { t, f } = useLocale()
  const { net } = mood
  if (net === null) return <p className="tile__net tile__net--none">{t.tile.noNet}</p>
  return (
    <div className="tile__net">
      <span className="tile__figure">
        <b>{f.net(net.value)}</b> {t.tile.net}
      </span>
      <IntervalBar net={net} usual={mood.usual?.net ?? null} scale={scale} />
      <span className="tile__range">{t.tile.interval(f.net(net.low), f.net(net.high))}</span>
    </div>
  )
}

function VolumeRow({ mood }: { mood: Mood }) {
  const { t, f } = useLocale()
  const usual = mood.usual?.volume ?? null
  return (
    <p className="tile__volume">
      <span className="tile__figure">
        <b>{f.count(mood.volume.total)}</b> {t.tile.mentions}
      </span>
      <span className="tile__usual">{t.tile.mentionsUsual(usual === null ? '–' : f.count(usual.value))}</span>
    </p>
  )
}

function TopStory({ mood }: { mood: Mood }) {
  const { t, f } = useLocale()
  const top = mood.topNegative
  if (top === null) return <p className="tile__story tile__story--none">{t.tile.noNegative}</p>
  return (
    <p className="tile__story">
      <span className="hidden">{t.tile.topNegative}: </span>
      <MoodSign colour="red" />
      {top.posts > 1 ? (
        <span className="tile__times" title={t.tile.stories(top.posts, top.authors)}>
          ×{f.count(top.posts)}
        </span>
      ) : null}
      <a
        href={withSearch({ open: top.mention })}
        onClick={follow}
        lang={htmlLang(top.lang)}
        dir={direction(top.lang)}
        className="tile__quote"
      >
        {top.text}
      </a>
    </p>
  )
}

function HourStrip({ hour }: { hour: Mood }) {
  const { t, f } = useLocale()
  const word = moodWord(hour, t, f)
  return (
    <aside className="tile__hour" data-colour={hour.colour} aria-label={`${t.tile.hourLabel}: ${word}`} title={word}>
      <span className="tile__hour-name">{t.tile.hour}</span>
      <MoodSign colour={hour.colour} />
      <span className="tile__hour-word">{shortMoodWord(hour, t, f)}</span>
      <span className="tile__hour-figure tile__hour-figure--first">
        <b>{hour.net === null ? '–' : f.net(hour.net.value)}</b> {t.tile.net}
      </span>
      <span className="tile__hour-figure">
        <b>{f.count(hour.volume.total)}</b> {t.tile.mentionsShort}
      </span>
    </aside>
  )
}
