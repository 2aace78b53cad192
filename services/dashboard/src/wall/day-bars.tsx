import type { TimelineAnswer, TimelineBucket } from '../api/contract.ts'
import { useLocale } from '../i18n/locale.tsx'

const WIDTH = 10
const GAP = 1.6
const HALF = 50

/**
 * The last 24 hours in one ink: positive above the axis, negative below, neutral across it. Side carries the sign, so
 * that the picture reads on a tile of any colour. A hole is hatched, time before the watch is left out.
 */
export function DayBars({ timeline }: { timeline: TimelineAnswer | null }) {
  const { t } = useLocale()
  const buckets = timeline?.buckets ?? []
  const reach = (b: TimelineBucket) => b.volume.neutral / 2 + Math.max(b.volume.positive, b.volume.negative)
  const most = Math.max(1, ...buckets.map(reach))
  const y = (count: number) => (count / most) * HALF * 0.96
  return (
    <svg
      className="day-bars"
      viewBox={`0 0 ${Math.max(1, buckets.length) * WIDTH} ${HALF * 2}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t.tile.chart}
    >
      <line className="day-bars__axis" x1="0" x2={buckets.length * WIDTH} y1={HALF} y2={HALF} />
      {buckets.map((bucket, i) => (
        <Bar key={bucket.from} bucket={bucket} x={i * WIDTH + GAP / 2} y={y} />
      ))}
    </svg>
  )
}

function Bar({ bucket, x, y }: { bucket: TimelineBucket; x: number; y: (count: number) => number }) {
  const width = WIDTH - GAP
  if (bucket.state === 'not-watched') return null
  if (bucket.state === 'hole') {
    const lines = [0, 1, 2, 3, 4, 5].map((n) => `M${x} ${n * 16 + 16}L${x + width} ${n * 16 + 4}`)
    return <path className="day-bars__hole" d={lines.join('')} />
  }
  const { positive, negative, neutral } = bucket.volume
  const half = y(neutral / 2)
  return (
    <g className={bucket.state === 'partial' ? 'day-bars__partial' : undefined}>
      <rect className="day-bars__neutral" x={x} width={width} y={HALF - half} height={half * 2} />
      <rect className="day-bars__sign" x={x} width={width} y={HALF - half - y(positive)} height={y(positive)} />
      <rect className="day-bars__sign" x={x} width={width} y={HALF + half} height={y(negative)} />
    </g>
  )
}
