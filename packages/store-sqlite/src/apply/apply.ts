import type { ApplyResult } from '@moodlight/ports'
import type { Prepared } from '@moodlight/store-rules'
import { applyAuthor, applyEngagement, applyHole, applySettings } from './facts.ts'
import { applyPost } from './post.ts'
import { applyPurge, applyTombstone } from './removals.ts'
import type { Transaction } from './transaction.ts'

/** Takes one event in, inside the transaction of its batch. */
export function applyOne(t: Transaction, event: Prepared): ApplyResult {
  switch (event.t) {
    case 'post':
      return applyPost(t, event)
    case 'tombstone':
      return applyTombstone(t, event).result
    case 'purge':
      return applyPurge(t, event).result
    case 'engagement':
      return applyEngagement(t, event)
    case 'author':
      return applyAuthor(t, event)
    case 'hole':
      return applyHole(t, event)
    case 'settings':
      return applySettings(t, event)
    case 'tick':
      t.tick(event.at)
      return 'applied'
  }
}
