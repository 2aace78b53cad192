import type { TimelineBucket } from '../api/contract.ts'
import { MoodSign } from '../design/signs.tsx'
import { useLocale } from '../i18n/locale.tsx'
import type { Selected } from './selected.ts'
import { selectBucket } from './selected.ts'

/** The same timeline for those who cannot use a picture; rows narrow the mentions as bars do. */
export function TimelineTable(props: { buckets: readonly TimelineBucket[]; zone: string; selected: Selected }) {
  const { buckets, zone, selected } = props
  const { t, f } = useLocale()
  const stateWord = { hole: t.brand.hole, 'not-watched': t.brand.notWatched }
  return (
    <details className="as-table">
      <summary className="small">{t.brand.asTable}</summary>
      <div className="as-table__pane">
        <table>
          <thead>
            <tr>
              <th scope="col">{t.brand.from}</th>
              <th scope="col">{t.label.negative}</th>
              <th scope="col">{t.label.neutral}</th>
              <th scope="col">{t.label.positive}</th>
              <th scope="col">{t.label.unscored}</th>
              <th scope="col">{t.brand.usualVolume}</th>
              <th scope="col">{t.brand.netAxis}</th>
            </tr>
          </thead>
          <tbody>
            {buckets.map((bucket) => (
              <tr key={bucket.from} data-selected={selected.from === bucket.from || undefined}>
                <th scope="row">
                  <button type="button" onClick={() => selectBucket(bucket, selected)}>
                    {f.moment(bucket.from, zone)}
                  </button>
                </th>
                {bucket.state === 'hole' || bucket.state === 'not-watched' ? (
                  <td colSpan={6}>{stateWord[bucket.state]}</td>
                ) : (
                  <>
                    <td>{f.whole(bucket.volume.negative)}</td>
                    <td>{f.whole(bucket.volume.neutral)}</td>
                    <td>{f.whole(bucket.volume.positive)}</td>
                    <td>{f.whole(bucket.volume.unscored)}</td>
                    <td>{bucket.usualVolume === null ? '–' : f.whole(bucket.usualVolume)}</td>
                    <td>
                      <MoodSign colour={bucket.colour} />{' '}
                      {bucket.net === null
                        ? '–'
                        : `${f.net(bucket.net.value)} (${f.net(bucket.net.low)} … ${f.net(bucket.net.high)})`}
                    </td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
