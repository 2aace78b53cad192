import type { Net } from '../api/contract.ts'
import { useLocale } from '../i18n/locale.tsx'
import './interval-bar.css'

/** The band around zero in which a net has no colour, until the server says another: 5 points. */
const BAND = 0.05

/** The half-width of a scale that holds all nets: the same for all tiles, so that they can be compared. In steps of 0.25. */
export function scaleOf(nets: readonly (Net | null | undefined)[]): number {
  const furthest = Math.max(0, ...nets.map((net) => (net ? Math.max(Math.abs(net.low), Math.abs(net.high)) : 0)))
  return Math.min(1, Math.max(0.25, Math.ceil(furthest * 4) / 4))
}

/** Net with its interval on a line with zero and the band; `usual` is the hollow mark. `scale` is the half-width of the line. */
export function IntervalBar({ net, usual, scale }: { net: Net; usual: Net | null; scale: number }) {
  const { t, f } = useLocale()
  const at = (value: number) => `${Math.min(100, Math.max(0, 50 + (value / scale) * 50))}%`
  const wide = (from: number, to: number) => `${Math.min(100, ((to - from) / scale) * 50)}%`
  const low = Math.max(-scale, net.low)
  const high = Math.min(scale, net.high)
  return (
    <div
      className="interval"
      role="img"
      aria-label={t.tile.intervalLabel(f.net(net.value), f.net(net.low), f.net(net.high))}
    >
      <span className="interval__line" />
      <span className="interval__band" style={{ left: at(-BAND), width: wide(-BAND, BAND) }} />
      <span className="interval__zero" />
      <span className="interval__range" style={{ left: at(low), width: wide(low, high) }} />
      {usual === null ? null : (
        <span
          className="interval__usual"
          style={{ left: at(usual.value) }}
          title={t.tile.usualNet(f.net(usual.value))}
        />
      )}
      <span className="interval__value" style={{ left: at(net.value) }} />
    </div>
  )
}
