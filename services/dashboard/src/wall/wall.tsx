import type { CSSProperties, ReactNode } from 'react'
import { useLayoutEffect, useRef, useState } from 'react'
import { apiPath } from '../api/client.ts'
import type { BrandsAnswer, SourcesAnswer } from '../api/contract.ts'
import type { Query } from '../api/use-query.ts'
import { useQuery } from '../api/use-query.ts'
import { Empty, Failed } from '../design/states.tsx'
import { useLocale } from '../i18n/locale.tsx'
import { scaleOf } from './interval-bar.tsx'
import { layoutWall, spansOf } from './layout.ts'
import { Tile } from './tile.tsx'
import { useMoods } from './use-moods.ts'
import './wall.css'
import './tile.css'

/** Below this width (in rem) tiles stand under each other and the page scrolls. */
const PHONE_REM = 40
const LEAST_TILE_REM = 17
/** A wall screen has nobody who scrolls: tiles get lower and leave things out instead. */
const LEAST_TILE_ON_WALL_REM = 6

/** All brands, in the order of the configuration: it never changes by itself. */
export function Wall({ brands, wallScreen }: { brands: Query<BrandsAnswer>; wallScreen: boolean }) {
  const { t } = useLocale()
  const moods = useMoods()
  const sources = useQuery<SourcesAnswer>(apiPath('sources'), 30_000)
  const filling = sources.data?.sources.filter((one) => one.state === 'backfilling') ?? []
  const list = brands.data?.brands ?? []
  const failure = brands.error ?? moods.query.error

  if (failure !== null && moods.day.size === 0) {
    const retry = () => {
      brands.reload()
      moods.query.reload()
    }
    return (
      <section className="wall wall--message">
        <Failed failure={failure} retry={retry} />
      </section>
    )
  }
  if (brands.data !== null && list.length === 0) {
    return (
      <section className="wall wall--message">
        <Empty title={t.wall.empty} how={t.wall.emptyHow} />
      </section>
    )
  }
  const shown = list.filter((brand) => moods.day.has(brand.id))
  const scale = scaleOf(shown.flatMap((brand) => [moods.day.get(brand.id)?.net, moods.day.get(brand.id)?.usual?.net]))
  return (
    <section className="wall" aria-label={t.wall.title}>
      {filling.length === 0 ? null : (
        <p className="wall__hint" role="status" title={filling.map((one) => `${one.source}: ${one.detail}`).join('\n')}>
          {t.wall.filling(filling.length)}
        </p>
      )}
      <Grid
        leastRem={wallScreen ? LEAST_TILE_ON_WALL_REM : LEAST_TILE_REM}
        count={moods.day.size === 0 ? Math.max(4, list.length) : shown.length}
      >
        {(spans) =>
          moods.day.size === 0
            ? spans.map((span, i) => (
                <div key={i} className="tile skeleton" style={{ gridColumnEnd: `span ${span}` }} />
              ))
            : shown.map((brand, i) => (
                <Tile
                  key={brand.id}
                  brand={brand}
                  mood={moods.day.get(brand.id)!}
                  hour={moods.hour.get(brand.id)}
                  scale={scale}
                  span={spans[i] ?? 1}
                  heardAt={moods.query.at}
                />
              ))
        }
      </Grid>
    </section>
  )
}

function Grid(props: { count: number; leastRem: number; children: (spans: number[]) => ReactNode }) {
  const { count, leastRem, children } = props
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const read = () => setSize({ width: element.clientWidth, height: element.clientHeight })
    const observer = new ResizeObserver(read)
    observer.observe(element)
    read()
    return () => observer.disconnect()
  }, [])

  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const phone = size.width < PHONE_REM * rem
  const layout = layoutWall(count, size.width, size.height, leastRem * rem)
  const unit = phone ? Math.min(size.width / 100, 5) : layout.unit
  const columns = phone ? 1 : layout.columns
  return (
    <div ref={box} className="wall__box">
      {size.width === 0 ? null : (
        <div
          className="wall__grid"
          data-mode={phone ? 'list' : layout.fits ? 'fit' : 'scroll'}
          style={
            {
              '--u': `${unit}px`,
              '--columns': columns,
              '--rows': layout.rows.length,
            } as CSSProperties
          }
        >
          {children(phone ? Array.from({ length: count }, () => 1) : spansOf(layout))}
        </div>
      )}
    </div>
  )
}
