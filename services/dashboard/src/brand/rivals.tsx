import type { BrandInfo, Mood, Net } from '../api/contract.ts'
import { follow } from '../app/router.ts'
import { MoodSign } from '../design/signs.tsx'
import { useLocale } from '../i18n/locale.tsx'
import { IntervalBar, scaleOf } from '../wall/interval-bar.tsx'
import { difference } from './difference.ts'
import './rivals.css'

/** Share of voice and mood beside the rivals', with the difference said only as far as the intervals allow. */
export function Rivals(props: { brand: BrandInfo; brands: readonly BrandInfo[]; moods: ReadonlyMap<string, Mood> }) {
  const { brand, brands, moods } = props
  const { t, f } = useLocale()
  const own = moods.get(brand.id)
  const list = [brand, ...brands.filter((one) => brand.rivals.includes(one.id))].filter((one) => moods.has(one.id))
  if (own === undefined || list.length < 2) return null
  const total = list.reduce((sum, one) => sum + moods.get(one.id)!.volume.total, 0)
  const scale = scaleOf(list.map((one) => moods.get(one.id)!.net))
  return (
    <section className="card">
      <h2>{t.brand.rivals}</h2>
      <div className="rivals__pane">
        <table className="rivals">
          <thead>
            <tr className="quiet small">
              <th scope="col">{t.feed.brand}</th>
              <th scope="col">{t.brand.share}</th>
              <th scope="col">{t.brand.netOf}</th>
              <th scope="col" title={t.brand.differenceTip}>
                {t.brand.difference}
              </th>
            </tr>
          </thead>
          <tbody>
            {list.map((one) => {
              const mood = moods.get(one.id)!
              const share = total === 0 ? 0 : mood.volume.total / total
              return (
                <tr key={one.id} data-own={one.id === brand.id || undefined}>
                  <th scope="row">
                    <a
                      href={`/brand/${encodeURIComponent(one.id)}`}
                      onClick={follow}
                      data-colour={mood.colour}
                      className="rivals__name"
                    >
                      <MoodSign colour={mood.colour} />
                      <bdi>{one.label}</bdi>
                    </a>
                  </th>
                  <td>
                    <span className="rivals__share">
                      <span className="rivals__bar" style={{ inlineSize: `${share * 100}%` }} />
                    </span>
                    <span className="rivals__number">{f.percent(share)}</span>
                  </td>
                  <td className="rivals__net">
                    {mood.net === null ? '–' : <IntervalBar net={mood.net} usual={null} scale={scale} />}
                    <span className="rivals__number">{mood.net === null ? '' : f.net(mood.net.value)}</span>
                  </td>
                  <td>
                    <Difference own={own.net} other={one.id === brand.id ? null : mood.net} />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Difference({ own, other }: { own: Net | null; other: Net | null }) {
  const { t, f } = useLocale()
  if (own === null || other === null) return null
  const d = difference(own, other)
  const word = d.low > 0 ? t.brand.ahead : d.high < 0 ? t.brand.behind : t.brand.level
  return (
    <span title={t.tile.interval(f.net(d.low), f.net(d.high))}>
      <b>{f.net(d.value)}</b> {word}
    </span>
  )
}
