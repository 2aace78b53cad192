import { createHash } from 'node:crypto'
import type { Millis } from '@moodlight/core'
import type { SourceHealth } from '@moodlight/ports'
import type { Items } from './memory.ts'

/** All that is kept of one feed, one document of the StateStore. */
export interface FeedDocument {
  /** As configured. */
  readonly feed: string
  /** Where to ask: moved by permanent redirects. */
  readonly url: string
  readonly etag: string | null
  readonly lastModified: string | null
  readonly bodyHash: string | null
  /** Hash of an answer that could not be read: it is told once and stays a failure. */
  readonly badHash: string | null
  readonly items: Items
  readonly pending: Items
  /** Read completely at least once: what comes from now on is news. */
  readonly begun: boolean
  /** 410, or a JSON Feed that says it is over: not asked any more. */
  readonly gone: boolean
  readonly failures: number
  readonly intervalMs: Millis
  readonly nextAt: Millis
  readonly lastOkAt: Millis | null
  /** The hole that is open. */
  readonly hole: { readonly id: string; readonly from: Millis } | null
  readonly state: SourceHealth['state']
  /** Why it is not live. */
  readonly trouble: string
}

export function newDocument(feed: string, intervalMs: Millis): FeedDocument {
  return {
    feed,
    url: feed,
    etag: null,
    lastModified: null,
    bodyHash: null,
    badHash: null,
    items: {},
    pending: {},
    begun: false,
    gone: false,
    failures: 0,
    intervalMs,
    nextAt: 0,
    lastOkAt: null,
    hole: null,
    state: 'connecting',
    trouble: '',
  }
}

export function documentId(feed: string): string {
  return `feed:${createHash('sha256').update(feed).digest('hex').slice(0, 32)}`
}
