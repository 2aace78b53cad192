import { useMemo } from 'react'
import { apiPath } from '../api/client.ts'
import type { BrandInfo, BrandsAnswer, TimelineAnswer } from '../api/contract.ts'
import type { Query } from '../api/use-query.ts'
import { useQuery } from '../api/use-query.ts'
import { useCalmClock } from '../app/now.ts'
import { follow } from '../app/router.ts'
import { Empty, Failed } from '../design/states.tsx'
import { Feed } from '../feed/feed.tsx'
import type { Filters } from '../feed/filters.ts'
import { useLocale } from '../i18n/locale.tsx'
import { useMoods } from '../wall/use-moods.ts'
import { Hero } from './hero.tsx'
import { readRange } from './range.ts'
import { RangeBar } from './range-bar.tsx'
import { Rivals } from './rivals.tsx'
import { Stories } from './stories.tsx'
import { TimelineCard } from './timeline-card.tsx'
import './brand.css'

const REFRESH_MS = 30_000

interface Props {
  readonly id: string
  readonly brands: Query<BrandsAnswer>
  readonly filters: Filters
  readonly search: URLSearchParams
}

/** One brand: its mood now, its time line, its rivals, what moved it, and its mentions. */
export default function BrandPage({ id, brands, filters, search }: Props) {
  const { t } = useLocale()
  const list = brands.data?.brands ?? []
  const brand = list.find((one) => one.id === id)
  if (brand !== undefined) return <Known brand={brand} brands={list} filters={filters} search={search} />
  if (brands.error !== null && brands.data === null) return <Failed failure={brands.error} retry={brands.reload} />
  if (brands.data === null) return <div className="app__waiting skeleton" />
  return (
    <Empty title={t.brand.unknown}>
      <a className="button" href="/" onClick={follow}>
        {t.brand.back}
      </a>
    </Empty>
  )
}

function Known(props: { brand: BrandInfo; brands: readonly BrandInfo[]; filters: Filters; search: URLSearchParams }) {
  const { brand, brands, filters, search } = props
  const { t } = useLocale()
  const now = useCalmClock()
  const moods = useMoods()
  const range = readRange(search, now)
  const zone = brand.zone
  const path = apiPath('timeline', { brand: brand.id, from: range.from, to: range.to, step: range.step, zone })
  const timeline = useQuery<TimelineAnswer>(path, REFRESH_MS, true)
  const shownFilters = useMemo<Filters>(
    () => (range.name === 'custom' && !filters.from ? { ...filters, from: range.from, to: range.to } : filters),
    [filters, range.name, range.from, range.to],
  )
  const csv = apiPath('mentions.csv', { from: range.from, to: range.to, ...filters })

  return (
    <div className="brand">
      <Hero brand={brand} mood={moods.day.get(brand.id)} hour={moods.hour.get(brand.id)} />
      <div className="brand__columns">
        <div className="brand__left">
          <section className="card">
            <RangeBar range={range} zone={zone} />
            <TimelineCard timeline={timeline} zone={zone} selected={{ from: filters.from, to: filters.to }} />
          </section>
          <Stories brand={brand.id} range={range} selected={filters.story} />
          <Rivals brand={brand} brands={brands} moods={moods.day} />
        </div>
        <div className="brand__right">
          <Feed title={t.brand.mentions} filters={shownFilters} brands={brands} fixedBrand={brand.id} zone={zone} />
          <a className="button brand__csv" href={csv} download>
            {t.brand.csv}
          </a>
        </div>
      </div>
    </div>
  )
}
