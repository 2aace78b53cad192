import type { TimelineAnswer } from '../api/contract.ts'
import type { Query } from '../api/use-query.ts'
import { Failed } from '../design/states.tsx'
import { useLocale } from '../i18n/locale.tsx'
import { Chart } from './chart.tsx'
import { groupMarks } from './marks.ts'
import type { Selected } from './selected.ts'
import { selectBucket } from './selected.ts'
import { TimelineTable } from './timeline-table.tsx'

interface Props {
  readonly timeline: Query<TimelineAnswer>
  readonly zone: string
  readonly selected: Selected
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
