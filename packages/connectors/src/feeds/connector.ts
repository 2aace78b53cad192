import type { Connector, ConnectorContext, SourceHealth } from '@moodlight/ports'
import { type FeedsSource, kindOf } from '../config.ts'
import { AddressGuard, type ResolveAll } from '../net/guard.ts'
import { HostTurns } from '../net/host-turns.ts'
import { wait } from '../wait.ts'
import { documentId, type FeedDocument, newDocument } from './document.ts'
import { poll } from './poll.ts'

export interface FeedsOptions {
  /** 0 <= x < 1, for jitter. */
  readonly random?: () => number
  readonly resolve?: ResolveAll
}

/** Reads RSS, Atom and JSON feeds politely: conditional requests, one at a time per host, slower when told or when it fails. */
export function feedsConnector(config: FeedsSource, options: FeedsOptions = {}): Connector {
  return {
    source: config.id,
    network: config.network,
    sourceKind: kindOf(config),
    async run(context) {
      const guard = new AddressGuard(config.allowPrivate, options.resolve ? { resolve: options.resolve } : {})
      try {
        await watch(config, context, guard, options.random ?? Math.random)
      } finally {
        await guard.close()
      }
    },
  }
}

async function watch(
  config: FeedsSource,
  context: ConnectorContext,
  guard: AddressGuard,
  random: () => number,
): Promise<void> {
  const { signal, clock } = context
  const ownMs = config.intervalSeconds * 1000
  const docs = new Map<string, FeedDocument>()
  for (const feed of new Set(config.feeds)) {
    const stored = await context.get<FeedDocument>(documentId(feed))
    // Configured to look more often than before: the old plan does not hold.
    docs.set(
      feed,
      stored
        ? { ...stored, nextAt: Math.min(stored.nextAt, clock.now() + Math.max(ownMs, stored.intervalMs)) }
        : newDocument(feed, ownMs),
    )
  }
  const turns = new HostTurns(config.hostGapSeconds * 1000, random)
  const busy = new Set<string>()
  let failure: { error: unknown } | null = null
  let wake = new AbortController()
  const look = async (doc: FeedDocument) => {
    busy.add(doc.feed)
    try {
      const after = await turns.take(new URL(doc.url).host, signal, () =>
        signal.aborted ? Promise.resolve(doc) : poll(doc, { config, context, guard, random }),
      )
      docs.set(doc.feed, after)
    } catch (error) {
      failure = { error }
    } finally {
      busy.delete(doc.feed)
      wake.abort()
    }
  }
  while (!signal.aborted && !failure) {
    const now = clock.now()
    const idle = [...docs.values()].filter((d) => !d.gone && !busy.has(d.feed)).sort((a, b) => a.nextAt - b.nextAt)
    wake = new AbortController()
    for (const doc of idle) if (doc.nextAt <= now && busy.size < config.concurrency) void look(doc)
    context.health(healthOf([...docs.values()]))
    if ([...docs.values()].every((d) => d.gone)) return
    const nextAt = idle.find((d) => !busy.has(d.feed))?.nextAt ?? Number.POSITIVE_INFINITY
    // Never longer than a minute, since the clock of the machine may jump.
    const ms = busy.size >= config.concurrency ? 60_000 : Math.min(60_000, Math.max(0, nextAt - clock.now()))
    await wait(ms, AbortSignal.any([signal, wake.signal]))
  }
  while (busy.size > 0) await wait(10, new AbortController().signal)
  if (failure && !signal.aborted) throw (failure as { error: unknown }).error
}

/** One word for all feeds of the source: live while one is, else what most of them are; failing ones are named. */
export function healthOf(docs: readonly FeedDocument[]): SourceHealth {
  const open = docs.filter((d) => !d.gone)
  if (open.length === 0) return { state: 'ended', detail: docs[0]?.trouble ?? '', until: null }
  const failing = open.filter((d) => d.failures > 0)
  const told = failing
    .slice(0, 3)
    .map((d) => `${new URL(d.feed).hostname}: ${d.trouble}`)
    .join('; ')
  const detail =
    failing.length === 0
      ? `${open.length} ${open.length === 1 ? 'feed' : 'feeds'}`
      : `${failing.length} of ${open.length} feeds fail: ${told}`
  const started = open.filter((d) => d.lastOkAt !== null || d.failures > 0)
  if (started.length === 0) return { state: 'connecting', detail, until: null }
  if (started.length > failing.length) {
    const backfilling = open.some((d) => !d.begun && d.failures === 0)
    return { state: backfilling ? 'backfilling' : 'live', detail, until: null }
  }
  const first = failing[0] as FeedDocument
  const same = failing.every((d) => d.state === first.state)
  return { state: same ? first.state : 'unreachable', detail, until: Math.min(...failing.map((d) => d.nextAt)) }
}
