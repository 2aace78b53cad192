import { useEffect, useRef } from 'react'
import type { TimelineAnswer, TimelineBucket } from '../api/contract.ts'
import { useDark } from '../app/theme.ts'
import { useLocale } from '../i18n/locale.tsx'
import { chartOptions } from './chart-options.ts'
import { echarts, readPalette } from './chart-setup.ts'
import { chartTip } from './chart-tip.ts'
import type { Selected } from './selected.ts'

interface Props {
  readonly timeline: TimelineAnswer
  readonly zone: string
  readonly selected: Selected
  onBucket(bucket: TimelineBucket): void
}

type Instance = ReturnType<typeof echarts.init>

/** Net with its interval above, volume by label below, on one time axis. A click anywhere over a bucket chooses it. */
export function Chart({ timeline, zone, selected, onBucket }: Props) {
  const { t, f } = useLocale()
  const dark = useDark()
  const host = useRef<HTMLDivElement>(null)
  const chart = useRef<Instance | null>(null)
  const choose = useRef<(at: number) => void>(() => {})
  choose.current = (at) => {
    const bucket = timeline.buckets.find((one) => Date.parse(one.from) <= at && at < Date.parse(one.to))
    if (bucket !== undefined) onBucket(bucket)
  }

  useEffect(() => {
    const element = host.current
    if (element === null) return
    const made = echarts.init(element)
    chart.current = made
    made.getZr().on('click', ({ offsetX, offsetY }) => {
      const point = [offsetX, offsetY]
      for (const index of [0, 1]) {
        if (!made.containPixel({ gridIndex: index }, point)) continue
        choose.current(made.convertFromPixel({ xAxisIndex: index }, offsetX))
      }
    })
    const observer = new ResizeObserver(() => made.resize())
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    const element = host.current
    if (element === null || chart.current === null) return
    const palette = readPalette(element)
    const narrow = element.clientWidth < 560
    const options = chartOptions({ timeline, zone, selected, palette, t, f, narrow }, (index) =>
      chartTip(timeline.buckets[index], timeline.asOf, zone, t, f),
    )
    chart.current.setOption(options, { notMerge: true })
  }, [timeline, zone, selected.from, selected.to, t, f, dark])

  return <div ref={host} className="chart" role="img" aria-label={t.brand.timeline} dir="ltr" />
}
