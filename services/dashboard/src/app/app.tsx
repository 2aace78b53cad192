import { lazy, Suspense, useEffect } from 'react'
import { apiPath } from '../api/client.ts'
import type { BrandsAnswer } from '../api/contract.ts'
import { LiveProvider } from '../api/live-context.tsx'
import type { Query } from '../api/use-query.ts'
import { useQuery } from '../api/use-query.ts'
import { Empty } from '../design/states.tsx'
import { Feed } from '../feed/feed.tsx'
import type { Filters } from '../feed/filters.ts'
import { liveParams, readFilters } from '../feed/filters.ts'
import { useLocale } from '../i18n/locale.tsx'
import { MentionDrawer } from '../mention/mention-drawer.tsx'
import { MentionPage } from '../mention/mention-page.tsx'
import { Wall } from '../wall/wall.tsx'
import { Header } from './header.tsx'
import type { Place } from './router.ts'
import { follow, usePlace } from './router.ts'
import { SampleBanner } from './sample-banner.tsx'
import { useWallScreen } from './wall-screen.ts'

/** The charts are the heaviest part of the page; the wall and the feed do without them. */
const BrandPage = lazy(() => import('../brand/brand-page.tsx'))

export function App() {
  const { t } = useLocale()
  const place = usePlace()
  const wallScreen = place.search.has('wall')
  const brands = useQuery<BrandsAnswer>(apiPath('brands'), 60_000)
  const view = viewOf(place)
  const filters = readFilters(place.search)
  const feedFilters: Filters = view.kind === 'brand' ? { ...filters, brand: view.id } : filters
  const open = place.search.get('open')

  useWallScreen(wallScreen)
  const title =
    view.kind === 'brand'
      ? brands.data?.brands.find((brand) => brand.id === view.id)?.label
      : view.kind === 'feed'
        ? t.feed.title
        : undefined
  useEffect(() => {
    document.title = title === undefined ? t.product : `${title} · ${t.product}`
  }, [title, t])

  return (
    <LiveProvider url={apiPath('live', liveParams(feedFilters))}>
      <a className="skip" href="#content">
        {t.nav.skip}
      </a>
      <div className="app" data-view={view.kind}>
        {wallScreen ? null : <Header view={view.kind} />}
        {brands.data?.demo ? <SampleBanner wallScreen={wallScreen} /> : null}
        <main id="content" className="app__main">
          <View place={place} view={view} brands={brands} filters={feedFilters} wallScreen={wallScreen} />
        </main>
      </div>
      {open === null ? null : <MentionDrawer id={open} brands={brands.data?.brands ?? []} />}
    </LiveProvider>
  )
}

type ViewKind =
  | { kind: 'wall' }
  | { kind: 'feed' }
  | { kind: 'brand'; id: string }
  | { kind: 'mention'; id: string }
  | { kind: 'nothing' }

function viewOf({ path }: Place): ViewKind {
  const [, first = '', ...rest] = path.split('/')
  const id = safeDecode(rest.join('/'))
  if (first === '') return { kind: 'wall' }
  if (first === 'feed' && id === '') return { kind: 'feed' }
  if (first === 'brand' && id !== '') return { kind: 'brand', id }
  if (first === 'mention' && id !== '') return { kind: 'mention', id }
  return { kind: 'nothing' }
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function View(props: {
  place: Place
  view: ViewKind
  brands: Query<BrandsAnswer>
  filters: Filters
  wallScreen: boolean
}) {
  const { place, view, brands, filters, wallScreen } = props
  const { t } = useLocale()
  const list = brands.data?.brands ?? []
  switch (view.kind) {
    case 'wall':
      return (
        <>
          <Wall brands={brands} wallScreen={wallScreen} />
          <div className="app__aside">
            <Feed title={t.feed.title} filters={filters} brands={list} wallScreen={wallScreen} />
          </div>
        </>
      )
    case 'feed':
      return <Feed title={t.feed.title} filters={filters} brands={list} />
    case 'brand':
      return (
        <Suspense fallback={<div className="app__waiting skeleton" />}>
          <BrandPage key={view.id} id={view.id} brands={brands} filters={filters} search={place.search} />
        </Suspense>
      )
    case 'mention':
      return <MentionPage id={view.id} brands={list} />
    case 'nothing':
      return (
        <Empty title={t.error.notFound}>
          <a className="button" href="/" onClick={follow}>
            {t.error.toWall}
          </a>
        </Empty>
      )
  }
}
