import type { BrandInfo, Mood } from '../api/contract.ts'
import { useSecond } from '../app/now.ts'
import { AgainstSign, MoodSign } from '../design/signs.tsx'
import { useLocale } from '../i18n/locale.tsx'
import { IntervalBar, scaleOf } from '../wall/interval-bar.tsx'
import { moodWord, reasonWords } from '../wall/mood-words.ts'
import './hero.css'

/** The brand's mood now, in the colours of its tile, with the figures behind it. */
export function Hero({ brand, mood, hour }: { brand: BrandInfo; mood: Mood | undefined; hour: Mood | undefined }) {
  const { t, f } = useLocale()
  if (mood === undefined) return <div className="hero hero--waiting skeleton" />
  const against = mood.usual?.against ?? 'unknown'
  const word = moodWord(mood, t, f)
  const reason = reasonWords(mood, t, f)
  return (
    <header className="hero" data-colour={mood.colour} data-stale={mood.freshness.stale || undefined}>
      <div className="hero__say">
        <h1>
          <bdi>{brand.label}</bdi>
        </h1>
        <p className="hero__words">
          <span>
            <MoodSign colour={mood.colour} /> {word}
          </span>
          <span>
            <AgainstSign against={against} /> {t.against[against]}
          </span>
        </p>
        <p className="hero__reason">
          {t.tile.day}: {reason === word ? t.brand.correction[mood.correction] : reason}
          {hour === undefined ? null : (
            <>
              {' · '}
              {t.tile.hourLabel}: <MoodSign colour={hour.colour} /> {moodWord(hour, t, f)}
              {hour.net === null ? '' : ` (${f.net(hour.net.value)})`}
            </>
          )}
        </p>
      </div>
      <dl className="hero__figures">
        <div className="hero__net">
          <dt>{t.tile.net}</dt>
          <dd>
            <b>{mood.net === null ? '–' : f.net(mood.net.value)}</b>
            {mood.net === null ? null : (
              <span>
                {t.tile.interval(f.net(mood.net.low), f.net(mood.net.high))}
                {mood.usual?.net ? ` · ${t.tile.usualNet(f.net(mood.usual.net.value))}` : ''}
              </span>
            )}
          </dd>
          {mood.net === null ? null : (
            <IntervalBar net={mood.net} usual={mood.usual?.net ?? null} scale={scaleOf([mood.net, mood.usual?.net])} />
          )}
        </div>
        <div>
          <dt>{t.tile.mentions}</dt>
          <dd>
            <b>{f.count(mood.volume.total)}</b>
            <span>{mood.usual === null ? t.tile.noUsual : t.tile.mentionsUsual(f.count(mood.usual.volume.value))}</span>
          </dd>
        </div>
        {mood.shareOfVoice === null ? null : (
          <div>
            <dt>{t.brand.share}</dt>
            <dd>
              <b>{f.percent(mood.shareOfVoice)}</b>
            </dd>
          </div>
        )}
      </dl>
      <p className="hero__counted">
        {t.brand.counted(f.whole(mood.votes.total), f.whole(mood.stories), f.whole(mood.apart))} <Age mood={mood} />
        {mood.freshness.silent.length === 0 ? null : <strong> · {t.tile.silent(f.list(mood.freshness.silent))}</strong>}
      </p>
    </header>
  )
}

function Age({ mood }: { mood: Mood }) {
  const { t, f } = useLocale()
  const now = useSecond()
  const { newest, stale } = mood.freshness
  const age = newest === null ? t.tile.noData : f.ago(newest, now)
  return <span className="hero__age">· {stale ? t.tile.stale(age) : age}</span>
}
