import { drop, MentionsRecord, type Outcome, ok } from '@moodlight/core'
import type { Stage } from '@moodlight/pipeline'
import type { ApplyResult, LogRecord, MentionStore, StoreEvent } from '@moodlight/ports'
import { decode } from '../decode.ts'

/** What the store says of an event, as an outcome of the ledger. */
const OUTCOMES: Readonly<Record<ApplyResult, Outcome<null>>> = {
  applied: ok(null),
  duplicate: drop('duplicate'),
  superseded: drop('superseded'),
  erased: drop('erased'),
}

/** Writes events into the store. Nothing is sent on: the store's own numbered changes are what others follow. */
export function index(options: { readonly store: Pick<MentionStore, 'apply'> }): Stage<LogRecord, null> {
  return {
    name: 'index',
    async run(batch) {
      const decoded = batch.map(({ value }) => decode<MentionsRecord>(MentionsRecord, value))
      const events: StoreEvent[] = decoded.flatMap((d) => (d.kind === 'ok' ? [d.value] : []))
      const results = events.length > 0 ? await options.store.apply(events) : []
      let at = 0
      return decoded.map((d) => (d.kind === 'ok' ? OUTCOMES[results[at++] as ApplyResult] : d))
    },
  }
}
