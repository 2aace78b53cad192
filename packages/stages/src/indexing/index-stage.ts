import { dead, drop, MentionsRecord, type Outcome, ok } from '@moodlight/core'
import type { Stage } from '@moodlight/pipeline'
import type { ApplyResult, LogRecord, MentionStore, StoreEvent } from '@moodlight/ports'
import { decode } from '../decode.ts'

/** What the store says of an event, as an outcome of the ledger. */
const OUTCOMES: Readonly<Record<ApplyResult, Outcome<null>>> = {
  applied: ok(null),
  duplicate: drop('duplicate'),
  superseded: drop('superseded'),
  erased: drop('erased'),
  refused: dead('ML_STORE_RECORD'),
}

export interface IndexOptions {
  readonly store: Pick<MentionStore, 'apply'>
  /** The earliest `seenAt` of the live posts that are in the store now: what end-to-end latency is measured from. */
  readonly onStored?: (seenAt: number) => void
}

/** Writes events into the store. Nothing is sent on: the store's own numbered changes are what others follow. */
export function index(options: IndexOptions): Stage<LogRecord, null> {
  return {
    name: 'index',
    async run(batch) {
      const decoded = batch.map(({ value }) => decode<MentionsRecord>(MentionsRecord, value))
      const events: StoreEvent[] = decoded.flatMap((d) => (d.kind === 'ok' ? [d.value] : []))
      const results = events.length > 0 ? await options.store.apply(events) : []
      tellStored(events, options.onStored)
      let at = 0
      return decoded.map((d) => (d.kind === 'ok' ? OUTCOMES[results[at++] as ApplyResult] : d))
    },
  }
}

function tellStored(events: readonly StoreEvent[], onStored: IndexOptions['onStored']): void {
  if (!onStored) return
  let earliest = Number.POSITIVE_INFINITY
  for (const event of events)
    if (event.type === 'mentions' && event.post.lane === 'live') earliest = Math.min(earliest, event.post.seenAt)
  if (earliest < Number.POSITIVE_INFINITY) onStored(earliest)
}
