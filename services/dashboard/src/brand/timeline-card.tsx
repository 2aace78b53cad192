import type { TimelineAnswer, TimelineBucket } from '../api/contract.ts'
import type { Query } from '../api/use-query.ts'
import { navigate, withSearch } from '../app/router.ts'
import { Failed } from '../design/states.tsx'
import { useLocale } from '../i18n/locale.tsx'
import { Chart } from './chart.tsx'
import { groupMarks } from './marks.ts'
import { TimelineTable } from './timeline-table.tsx'

export interface Selected {
  readonly from: string | undefined
  readonly to: string | undefined
}

interface Props {
  readonly timeline: Query<TimelineAnswer>
  readonly zone: string
  readonly selected: Selected
}

/** Choosing a bucket narrows the mentions to it; choosing it again lets them go. */
export function selectBucket(bucket: TimelineBucket, selected: Selected): void {
  const again = selected.from === bucket.from && selected.to === bucket.to
  navigate(withSearch(again ? { from: null, to: null } : { from: bucket.from, to: bucket.to }), { replace: true })
}

export function TimelineCard({ timeline, zone, selected }: Props) {
  const { t, f } = useLocale()
  const { data, error } = timeline
  if (data === null) {
    return error === null ? <div className="chart skeleton" /> : <Failed failure={error} retry={timeline.reload} />
  }
  const states = new Set(data.buckets.map((bucket) => bucket.state))
  return (
    <>
      <Chart timeline={data} zone={zone} selected={selected} onBucket={(bucket) => selectBucket(bucket, selected)} />
      <ul className="legend small">
        {(['negative', 'neutral', 'positive', 'unscored'] as const).map((label) => (
          <li key={label}>
            <span className="legend__box" data-label={label} /> {t.label[label]}
          </li>
        ))}
        <li>
          <span className="legend__line legend__line--usual" /> {t.brand.usualVolume}
        </li>
        <li>
          <span className="legend__band" /> {t.brand.netAxis}, {t.brand.intervalBand}
        </li>
      </ul>
      <div className="chart__notes quiet small">
        {data.buckets.some((bucket) => bucket.to > data.asOf) ? <p>{t.brand.partial}</p> : null}
        {data.buckets.some((bucket) => bucket.state === 'partial' && bucket.to <= data.asOf) ? (
          <p>{t.brand.partly}</p>
        ) : null}
        {states.has('hole') ? <p>{t.brand.holes}</p> : null}
        {data.holes.map((hole) => (
          <p key={`${hole.source} ${hole.from}`}>
            {t.brand.hole}: {hole.source}, {f.moment(hole.from, zone)} –{' '}
            {hole.to === null ? t.time.now : f.moment(hole.to, zone)} ({hole.reason}
            {hole.detail === '' ? '' : `: ${hole.detail}`})
          </p>
        ))}
        {groupMarks(data.marks).map((mark) => (
          <p key={`${mark.kind} ${mark.ref} ${mark.at}`}>
            <span aria-hidden="true">│</span> {f.moment(mark.at, zone)}: {mark.text}
            {mark.count > 1 ? ` ×${f.whole(mark.count)}` : ''}
          </p>
        ))}
      </div>
      <TimelineTable buckets={data.buckets} zone={zone} selected={selected} />
    </>
  )
}
