import { BarChart, LineChart } from 'echarts/charts'
import {
  AriaComponent,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

// Only what the timeline needs: the whole of ECharts is four times as large.
echarts.use([
  BarChart,
  LineChart,
  GridComponent,
  TooltipComponent,
  MarkAreaComponent,
  MarkLineComponent,
  AriaComponent,
  CanvasRenderer,
])

export { echarts }

const NAMES = [
  'ink',
  'ink-2',
  'ink-3',
  'line',
  'surface',
  'sunken',
  'focus',
  'bar-negative',
  'bar-neutral',
  'bar-positive',
  'bar-unscored',
  'good',
  'bad',
  'mixed',
] as const
export type Palette = Readonly<Record<(typeof NAMES)[number], string>> & { readonly sans: string }

/** The page's colours as the canvas needs them: resolved, for the theme that is on now. */
export function readPalette(host: HTMLElement): Palette {
  const probe = document.createElement('span')
  host.append(probe)
  const colours = Object.fromEntries(
    NAMES.map((name) => {
      probe.style.color = `var(--${name})`
      return [name, getComputedStyle(probe).color]
    }),
  )
  const sans = getComputedStyle(probe).fontFamily
  probe.remove()
  return { ...colours, sans } as Palette
}

/** A hatched fill for holes (lines) or a dotted one for time before the watch. */
export function pattern(kind: 'lines' | 'dots', colour: string) {
  const size = 8
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const pen = canvas.getContext('2d')
  if (pen !== null) {
    pen.strokeStyle = colour
    pen.fillStyle = colour
    if (kind === 'dots') pen.fillRect(3, 3, 1.5, 1.5)
    else {
      for (const shift of [-size, 0, size]) {
        pen.moveTo(shift, size)
        pen.lineTo(shift + size, 0)
      }
      pen.stroke()
    }
  }
  return { image: canvas, repeat: 'repeat' as const }
}
