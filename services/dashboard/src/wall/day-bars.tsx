import type { TimelineAnswer, TimelineBucket } from '../api/contract.ts'
import { useLocale } from '../i18n/locale.tsx'
import './day-bars.css'

const LABEL_EVERY_HOURS = 6

/**
 * The last 24 hours in one ink: positive above the axis, negative below, neutral across it. Side carries the sign, so
 * that the picture reads on a tile of any colour. A hole is hatched; time before the watch is left out.
 */
export function DayBars({ timeline, zone }: { timeline: TimelineAnswer | null; zone: string }) {
  const { t, f } = useLocale()
  const buckets = timeline?.buckets ?? []
  const reach = (b: TimelineBucket) => b.volume.neutral / 2 + Math.max(b.volume.positive, b.volume.negative)
  const most = Math.max(1, ...buckets.map(reach)) * 2
  const hourOf = (bucket: TimelineBucket) => Number.parseInt(f.clock(bucket.from, zone), 10) % 24
  return (
    <div className="day-bars">
      <div className="day-bars__plot" role="img" aria-label={t.tile.chart}>
        {buckets.map((bucket) => (
          <Bar key={bucket.from} bucket={bucket} most={most} running={bucket.to > (timeline?.asOf ?? '')} />
        ))}
      </div>
      <div className="day-bars__hours" aria-hidden="true">
        {buckets.map((bucket) => (
          <span key={bucket.from}>
            {hourOf(bucket) % LABEL_EVERY_HOURS === 0 ? <span>{f.clock(bucket.from, zone)}</span> : null}
          </span>
        ))}
      </div>
    </div>
  )
}

function Bar({ bucket, most, running }: { bucket: TimelineBucket; most: number; running: boolean }) {
  if (bucket.state === 'hole' || bucket.state === 'not-watched') {
    return <span className="day-bars__bar" data-state={bucket.state} />
  }
  const { positive, negative, neutral } = bucket.volume
  const share = (count: number) => `${(count / most) * 100}%`
  return (
    <span className="day-bars__bar" data-running={running || undefined}>
      <span
        className="day-bars__sign"
        style={{ insetBlockEnd: `calc(50% + ${share(neutral / 2)})`, blockSize: share(positive) }}
      />
      <span
        className="day-bars__neutral"
        style={{ insetBlockStart: `calc(50% - ${share(neutral / 2)})`, blockSize: share(neutral) }}
      />
      <span
        className="day-bars__sign"
        style={{ insetBlockStart: `calc(50% + ${share(neutral / 2)})`, blockSize: share(negative) }}
      />
    </span>
  )
}
