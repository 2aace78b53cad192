import { useCallback, useEffect, useRef, useState } from 'react'
import type { BrandInfo } from '../api/contract.ts'
import { useLive } from '../api/live-context.tsx'
import { MarkLegend } from '../design/mark-legend.tsx'
import { Empty, Failed } from '../design/states.tsx'
import { useLocale } from '../i18n/locale.tsx'
import { FeedItem } from './feed-item.tsx'
import { FilterBar } from './filter-bar.tsx'
import type { Filters } from './filters.ts'
import { isLive } from './filters.ts'
import { useAnnouncer } from './use-announcer.ts'
import { useFeed } from './use-feed.ts'
import { useFeedKeys } from './use-feed-keys.ts'
import { useHold } from './use-hold.ts'
import './feed.css'
import './feed-item.css'

interface Props {
  readonly title: string
  readonly filters: Filters
  readonly brands: readonly BrandInfo[]
  /** The brand of the page around it: it cannot be filtered away. */
  readonly fixedBrand?: string
  /** The zone in which a stretch of time is told; the browser's own where there is none. */
  readonly zone?: string
  readonly wallScreen?: boolean
}

/** Mentions as they come, newest first. New ones never move the line being read. */
export function Feed({ title, filters, brands, fixedBrand, zone, wallScreen = false }: Props) {
  const { t, f } = useLocale()
  const pane = useRef<HTMLDivElement>(null)
  const held = useRef<() => boolean>(() => false)
  const [said, announce] = useAnnouncer()
  const feed = useFeed(
    filters,
    useCallback(() => held.current(), []),
    announce,
  )
  const hold = useHold(pane, wallScreen, feed.release)
  held.current = hold.isHeld

  const showNew = () => {
    pane.current?.scrollTo({ top: 0 })
    if (feed.pendingOverflow) feed.reload()
    else feed.release()
  }
  useFeedKeys({ pane, togglePause: () => hold.setPaused(!hold.paused), toTop: showNew })
  const bottom = useLoadOlder(pane, feed.hasOlder && !feed.loading, feed.older)
  const names = new Map(brands.map((brand) => [brand.id, brand.label]))
  const filtered = Object.keys(filters).some((key) => key !== 'brand' || filters.brand !== fixedBrand)

  return (
    <section className="feed" aria-label={title}>
      <header className="feed__head">
        <h2>{title}</h2>
        {isLive(filters) ? <LiveState paused={hold.paused} setPaused={hold.setPaused} wallScreen={wallScreen} /> : null}
        {wallScreen ? null : (
          <>
            <FilterBar filters={filters} brands={brands} fixedBrand={fixedBrand} zone={zone} />
            <MarkLegend />
          </>
        )}
      </header>
      <div className="feed__body">
        {feed.pending.length === 0 ? null : (
          <button type="button" className="feed__pill" onClick={showNew}>
            {feed.pendingOverflow ? t.feed.manyNew(f.whole(feed.pending.length)) : t.feed.new(feed.pending.length)}
          </button>
        )}
        <div ref={pane} className="feed__pane" role="feed" aria-busy={feed.loading} aria-label={title}>
          {feed.error !== null && feed.shown.length === 0 ? <Failed failure={feed.error} retry={feed.reload} /> : null}
          {feed.loading && feed.shown.length === 0 ? <Placeholders /> : null}
          {!feed.loading && feed.error === null && feed.shown.length === 0 ? (
            <Empty
              title={filtered ? t.feed.empty : t.feed.emptyAll}
              how={filtered ? t.feed.emptyHow : t.feed.emptyAllHow}
            />
          ) : null}
          {feed.shown.map((item, i) => (
            <FeedItem key={item.post} item={item} place={i + 1} names={names} lead={filters.brand} />
          ))}
          <div ref={bottom} className="feed__end quiet small">
            {feed.shown.length === 0 ? null : feed.hasOlder ? (
              <button type="button" className="button" onClick={feed.older} disabled={feed.loading}>
                {t.feed.older}
              </button>
            ) : (
              t.feed.end
            )}
          </div>
        </div>
      </div>
      <p className="hidden" aria-live="polite">
        {said}
      </p>
    </section>
  )
}

function LiveState(props: { paused: boolean; setPaused: (paused: boolean) => void; wallScreen: boolean }) {
  const { t } = useLocale()
  const { state, failure } = useLive()
  const { paused, setPaused, wallScreen } = props
  return (
    <span className="live" data-state={paused ? 'held' : state}>
      <span className="live__word" role="status" title={failure?.message}>
        {paused ? t.live.held : t.live[state]}
      </span>
      {wallScreen ? null : (
        <button
          type="button"
          className="button button--quiet live__hold"
          aria-pressed={paused}
          onClick={() => setPaused(!paused)}
        >
          {paused ? t.live.release : t.live.hold}
        </button>
      )}
    </span>
  )
}

function Placeholders() {
  return ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => <div key={key} className="item item--placeholder skeleton" />)
}

/** Loads the next page shortly before the end of the list comes into sight. */
function useLoadOlder(pane: React.RefObject<HTMLElement | null>, ready: boolean, load: () => void) {
  const bottom = useRef<HTMLDivElement>(null)
  const newest = useRef(load)
  newest.current = load
  const [near, setNear] = useState(false)
  useEffect(() => {
    const element = bottom.current
    if (element === null) return
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      root: pane.current,
      rootMargin: '400px',
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [pane])
  useEffect(() => {
    if (near && ready && (pane.current?.scrollTop ?? 0) > 0) newest.current()
  }, [near, ready, pane])
  return bottom
}
