import type { SourceKind } from '@moodlight/core'
import { pause } from '@moodlight/pipeline'
import type { Connector, ConnectorContext } from '@moodlight/ports'
import { type DemoItem, type DemoPart, demoDay } from './day.ts'
import { DAY } from './plan.ts'

interface Cursor {
  /** When the demo was first started: history ends and live begins here. */
  readonly origin: number
  /** History days still to come, newest first: 0 is the day of the origin. */
  readonly daysDone: number
  /** Everything due up to here is delivered. */
  readonly liveTo: number
}

export interface DemoOptions {
  readonly source: string
  readonly part: DemoPart
  readonly seed: number
  readonly historyDays: number
}

const KINDS: Readonly<Record<DemoPart, SourceKind>> = {
  social: 'social',
  forum: 'forum',
  reviews: 'review',
  news: 'press',
}
const BATCH = 400
/** A pause shorter than this is made up for in the live lane. */
const CATCH_UP_LIVE_MS = 60_000

/** Days are generated once and shared by the parts, which may be at different days of the history. */
const cache = new Map<string, DemoItem[]>()
const MOST_DAYS = 10

function itemsOf(seed: number, day: number, origin: number): DemoItem[] {
  const key = `${seed}/${day}/${origin}`
  let items = cache.get(key)
  if (!items) {
    items = demoDay(seed, day, origin)
    cache.set(key, items)
    if (cache.size > MOST_DAYS) cache.delete(cache.keys().next().value as string)
  }
  return items
}

/** When a part is live, it needs yesterday and today; the others are made again for whoever is still behind. */
function forgetHistory(seed: number, now: number, origin: number): void {
  const recent = new Set([0, 1].map((back) => `${seed}/${Math.floor(now / DAY) * DAY - back * DAY}/${origin}`))
  for (const key of cache.keys()) if (!recent.has(key)) cache.delete(key)
}

/** What is due in (from, to], also what a day before started and this one ends. */
function due(options: DemoOptions, origin: number, from: number, to: number): DemoItem[] {
  const found: DemoItem[] = []
  for (let day = Math.floor(from / DAY) * DAY - DAY; day <= to; day += DAY) {
    for (const item of itemsOf(options.seed, day, origin))
      if (item.part === options.part && item.due > from && item.due <= to) found.push(item)
  }
  return found.sort((a, b) => a.due - b.due)
}

/** Sample data as a source like any other: seven days of history through the background lane, newest first, then live at the same rate. */
export function demoConnector(options: DemoOptions): Connector {
  return {
    source: options.source,
    network: `demo-${options.part}`,
    sourceKind: KINDS[options.part],
    async run(context) {
      const stored = await context.cursor<Cursor>()
      const now = context.clock.now()
      let cursor = stored ?? { origin: now, daysDone: 0, liveTo: now }
      for (let day = cursor.daysDone; day < options.historyDays; day++) {
        context.health({
          state: 'backfilling',
          detail: `sample history: day ${day + 1} of ${options.historyDays}`,
          until: null,
        })
        const to = cursor.origin - day * DAY
        cursor = { ...cursor, daysDone: day + 1 }
        await deliverAll(context, due(options, cursor.origin, to - DAY, to), 'background', cursor)
        if (context.signal.aborted) return
      }
      let forgot = 0
      while (!context.signal.aborted) {
        if (forgot++ === 60) forgetHistory(options.seed, context.clock.now(), cursor.origin)
        context.health({ state: 'live', detail: 'sample data', until: null })
        const to = context.clock.now()
        const items = due(options, cursor.origin, cursor.liveTo, to)
        const lane = to - cursor.liveTo > CATCH_UP_LIVE_MS ? 'background' : 'live'
        cursor = { ...cursor, liveTo: to }
        if (items.length > 0) await deliverAll(context, items, lane, cursor)
        await pause(1000, context.signal)
      }
    },
  }
}

/** The cursor goes with the last batch only: after a kill the stretch comes again, and repeats change nothing. */
async function deliverAll(
  context: ConnectorContext,
  items: readonly DemoItem[],
  lane: 'live' | 'background',
  cursor: Cursor,
): Promise<void> {
  for (let at = 0; at < items.length || at === 0; at += BATCH) {
    if (context.signal.aborted) return
    const last = at + BATCH >= items.length
    await context.deliver(
      items.slice(at, at + BATCH).map((entry) => entry.item),
      last ? { lane, cursor } : { lane },
    )
  }
}
