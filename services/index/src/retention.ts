import type { Clock } from '@moodlight/core'
import type { MentionStore } from '@moodlight/ports'
import type { Logger } from '@moodlight/runtime'

const DAY_MS = 86_400_000
/** Retention is stated in days: an hour late does no harm. */
const EVERY_MS = 3_600_000
/** The first look waits until a start is over. */
const FIRST_MS = 60_000

export interface RetentionOptions {
  readonly store: Pick<MentionStore, 'expire'>
  /** Posts of sources that are not named here (imports, sources that were taken out) are kept. */
  readonly sources: readonly { readonly id: string; readonly retentionDays: number }[]
  readonly clock: Clock
  readonly logger: Logger
  /** Milliseconds until the first look and between looks; tests make them short. */
  readonly firstMs?: number
  readonly everyMs?: number
}

/** Removes posts that are older than their source's `retentionDays`, once an hour. A failure is logged and tried again. */
export function startRetention(options: RetentionOptions): { stop(): Promise<void> } {
  const { store, sources, clock, logger, firstMs = FIRST_MS, everyMs = EVERY_MS } = options
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()
  let stopped = false

  async function look(): Promise<void> {
    const now = clock.now()
    try {
      const posts = await store.expire(
        sources.map(({ id, retentionDays }) => ({ source: id, before: now - retentionDays * DAY_MS })),
      )
      if (posts > 0) logger.info({ posts }, 'posts older than the retention of their source were removed')
    } catch (err) {
      if (!stopped) logger.warn({ err }, 'retention could not be applied; it is tried again')
    }
    again(everyMs)
  }
  function again(ms: number): void {
    if (stopped) return
    timer = setTimeout(() => {
      looking = look()
    }, ms)
    timer.unref()
  }
  if (sources.length > 0) again(firstMs)
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await looking
    },
  }
}
