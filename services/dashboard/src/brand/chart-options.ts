import type { EChartsCoreOption } from 'echarts/core'
import type { Colour, TimelineAnswer, TimelineBucket } from '../api/contract.ts'
import type { Messages } from '../i18n/en.ts'
import type { Format } from '../i18n/format.ts'
import type { Palette } from './chart-setup.ts'
import { pattern } from './chart-setup.ts'
import { ticksOf } from './chart-ticks.ts'
import { groupMarks } from './marks.ts'
import type { Selected } from './selected.ts'

interface Context {
  readonly timeline: TimelineAnswer
  readonly zone: string
  readonly selected: Selected
  readonly palette: Palette
  readonly t: Messages
  readonly f: Format
  readonly narrow: boolean
}

/** Shapes of moods as ECharts knows them; the downward triangle is the upward one, turned. */
const SYMBOLS: Record<Colour, [string, number]> = {
  green: ['triangle', 0],
  red: ['triangle', 180],
  mixed: ['diamond', 0],
  grey: ['circle', 0],
}
const BAND = 0.05
const BAR_WIDTH = '82%'
/** An interval wider than this says nothing of a direction: it is drawn, a line through its middle is not. */
const WIDEST_LINE = 1.2
const MOST_SYMBOLS = 60
const MOST_MARK_NAMES = 3

const middle = (bucket: TimelineBucket) => (Date.parse(bucket.from) + Date.parse(bucket.to)) / 2
/** The bucket that time has not passed yet; others may be partial because not everything was heard. */
const running = (bucket: TimelineBucket, asOf: string) => bucket.state === 'partial' && bucket.to > asOf
const heard = (bucket: TimelineBucket) => bucket.state === 'complete' || bucket.state === 'partial'

/** Neighbouring buckets of one state as stretches of time. */
export function stretches(buckets: readonly TimelineBucket[], state: TimelineBucket['state']): [number, number][] {
  const found: [number, number][] = []
  for (const bucket of buckets) {
    if (bucket.state !== state) continue
    const [from, to] = [Date.parse(bucket.from), Date.parse(bucket.to)]
    const last = found.at(-1)
    if (last !== undefined && last[1] === from) last[1] = to
    else found.push([from, to])
  }
  return found
}

function netSeries({ timeline, palette }: Context) {
  const { buckets } = timeline
  const colours = { green: palette.good, red: palette.bad, mixed: palette.mixed, grey: palette['ink-3'] }
  const nets = buckets.map((bucket) => (heard(bucket) ? bucket.net : null))
  const at = (i: number, value: number | null) => [middle(buckets[i]!), value]
  const band = {
    type: 'line',
    stack: 'interval',
    stackStrategy: 'all',
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
  }
  return [
    // Bars widen their axis a little; this one, without a value, does it here too, so that both axes stay the same.
    { type: 'bar', silent: true, barWidth: BAR_WIDTH, data: buckets.map((_, i) => at(i, null)) },
    { ...band, data: nets.map((net, i) => at(i, net?.low ?? null)) },
    {
      ...band,
      areaStyle: { color: palette.ink, opacity: 0.13 },
      data: nets.map((net, i) => at(i, net === null ? null : net.high - net.low)),
    },
    {
      type: 'line',
      name: 'net',
      z: 5,
      symbolSize: 8,
      showSymbol: buckets.length <= MOST_SYMBOLS,
      lineStyle: { color: palette.ink, width: 2 },
      data: nets.map((net, i) => {
        const telling = net !== null && net.high - net.low <= WIDEST_LINE
        const bucket = buckets[i]!
        const { colour } = bucket
        const [symbol, symbolRotate] = SYMBOLS[colour]
        const itemStyle = { color: colours[colour], opacity: running(bucket, timeline.asOf) ? 0.6 : 1 }
        return { value: at(i, telling ? net.value : null), symbol, symbolRotate, itemStyle }
      }),
    },
  ]
}

function volumeSeries({ timeline, palette }: Context) {
  const labels = ['negative', 'neutral', 'positive', 'unscored'] as const
  const bars = labels.map((label) => ({
    type: 'bar',
    name: label,
    stack: 'volume',
    xAxisIndex: 1,
    yAxisIndex: 1,
    barWidth: BAR_WIDTH,
    itemStyle: { color: palette[`bar-${label}`] },
    data: timeline.buckets.map((bucket) => ({
      value: [middle(bucket), heard(bucket) ? bucket.volume[label] : null],
      itemStyle: { opacity: running(bucket, timeline.asOf) ? 0.45 : 1 },
    })),
  }))
  const usual = {
    type: 'line',
    name: 'usual',
    step: 'middle',
    xAxisIndex: 1,
    yAxisIndex: 1,
    z: 6,
    symbol: 'none',
    lineStyle: { color: palette.ink, width: 1.5, type: [4, 3] },
    data: timeline.buckets.map((bucket) => [middle(bucket), bucket.usualVolume]),
  }
  return [...bars, usual]
}

/** Everything that is a stretch or a moment and not a value: holes, time before the watch, marks, the chosen bucket. */
function overlays(context: Context, upper: boolean) {
  const { timeline, palette, selected, t } = context
  const whole = Date.parse(timeline.buckets.at(-1)?.to ?? '') - Date.parse(timeline.buckets[0]?.from ?? '')
  // A name that is wider than its stretch would lie over the next one.
  const area = (itemStyle: object, name: string, list: [number, number][]) =>
    list.map(([from, to]) => [{ xAxis: from, name: (to - from) / whole > 0.09 ? name : '', itemStyle }, { xAxis: to }])
  const chosen: [number, number][] =
    selected.from && selected.to ? [[Date.parse(selected.from), Date.parse(selected.to)]] : []
  const zero = { yAxis: 0, lineStyle: { color: palette['ink-3'], type: 'solid', width: 1 }, label: { show: false } }
  const marks = groupMarks(timeline.marks).map((mark) => ({
    xAxis: Date.parse(mark.at),
    lineStyle: { color: palette['ink-2'], type: [3, 3], width: 1 },
    label: {
      show: upper && groupMarks(timeline.marks).length <= MOST_MARK_NAMES,
      formatter: mark.text,
      position: 'end',
      color: palette['ink-2'],
      fontSize: 11,
      width: 120,
      overflow: 'truncate',
    },
  }))
  return {
    markLine: { silent: true, symbol: 'none', animation: false, data: upper ? [zero, ...marks] : marks },
    markArea: {
      silent: true,
      animation: false,
      label: { show: upper, position: 'insideTop', color: palette['ink-2'], fontSize: 11 },
      data: [
        ...area(
          { color: pattern('lines', palette['ink-3']), opacity: 0.45 },
          t.brand.hole,
          stretches(timeline.buckets, 'hole'),
        ),
        ...area(
          { color: pattern('dots', palette['ink-3']), opacity: 0.7 },
          t.brand.notWatched,
          stretches(timeline.buckets, 'not-watched'),
        ),
        ...area({ color: palette.focus, opacity: 0.14 }, '', chosen),
        ...(upper ? [[{ yAxis: -BAND, itemStyle: { color: palette['ink-3'], opacity: 0.16 } }, { yAxis: BAND }]] : []),
      ],
    },
  }
}

export function chartOptions(context: Context, tooltip: (index: number) => HTMLElement): EChartsCoreOption {
  const { timeline, zone, palette, t, f, narrow } = context
  const { buckets } = timeline
  const ticks = ticksOf(buckets, zone, f)
  const texts = new Map(ticks.map(({ at, text }) => [at, text]))
  const values = ticks.map(({ at }) => at)
  const text = { color: palette['ink-3'], fontSize: 12, fontFamily: palette.sans }
  const nets = buckets.flatMap((bucket) =>
    heard(bucket) && bucket.net ? [Math.abs(bucket.net.low), Math.abs(bucket.net.high)] : [],
  )
  const reach = Math.min(1, Math.max(0.25, Math.ceil(Math.max(0, ...nets) * 4) / 4))
  const x = (gridIndex: number, labels: boolean) => ({
    type: 'time',
    gridIndex,
    min: Date.parse(buckets[0]?.from ?? timeline.asOf),
    max: Date.parse(buckets.at(-1)?.to ?? timeline.asOf),
    axisLine: { show: labels, lineStyle: { color: palette.line } },
    axisTick: { show: labels, customValues: values, lineStyle: { color: palette.line } },
    axisLabel: {
      ...text,
      show: labels,
      customValues: values,
      hideOverlap: true,
      formatter: (at: number) => texts.get(at) ?? '',
    },
    splitLine: { show: false },
  })
  const split = { lineStyle: { color: palette.line } }
  const left = narrow ? 44 : 52
  // Both pictures share one time axis, so neither may shrink for its labels.
  const edges = { left, right: 24, outerBoundsMode: 'none' }
  const net = netSeries(context)
  const volume = volumeSeries(context)
  Object.assign(net.at(-1)!, overlays(context, true))
  Object.assign(volume[0]!, overlays(context, false))
  const name = { nameTextStyle: { ...text, align: 'left', fontWeight: 600, color: palette['ink-2'] }, nameGap: 10 }
  return {
    animation: false,
    textStyle: { fontFamily: palette.sans },
    aria: { enabled: true, label: { description: t.brand.timeline } },
    grid: [
      { ...edges, top: 46, height: '34%' },
      { ...edges, top: '58%', bottom: 30 },
    ],
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: palette.surface,
      borderColor: palette['ink-3'],
      textStyle: { ...text, color: palette.ink, fontSize: 13 },
      axisPointer: { type: 'line', lineStyle: { color: palette['ink-3'] } },
      formatter: (items: unknown) => {
        const first = (Array.isArray(items) ? items[0] : items) as { dataIndex: number } | undefined
        return first === undefined ? '' : tooltip(first.dataIndex)
      },
    },
    xAxis: [x(0, false), x(1, true)],
    yAxis: [
      {
        type: 'value',
        name: t.brand.netAxis,
        min: -reach,
        max: reach,
        interval: reach > 0.75 ? 0.5 : 0.25,
        axisLabel: { ...text, formatter: (value: number) => f.net(value) },
        splitLine: split,
        ...name,
        // Above the names of marks.
        nameGap: 26,
      },
      {
        type: 'value',
        name: t.brand.volumeAxis,
        gridIndex: 1,
        minInterval: 1,
        splitNumber: 3,
        axisLabel: { ...text, formatter: (value: number) => f.count(value) },
        splitLine: split,
        ...name,
      },
    ],
    series: [...net, ...volume],
  }
}
