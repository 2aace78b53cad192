import { createHash } from 'node:crypto'
import type { Millis } from '@moodlight/core'
import type { SourceHealth } from '@moodlight/ports'
import type { Items } from './memory.ts'

/** How one feed stands: a small document, written at every look. */
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

/** What is remembered of its items: a larger document, read and written only when the feed has changed. */
export interface FeedMemory {
  readonly items: Items
  /** Revisions of a delivery that is under way, or was when the program ended. */
  readonly pending: Items
}

export const NO_MEMORY: FeedMemory = { items: {}, pending: {} }

export function newDocument(feed: string, intervalMs: Millis): FeedDocument {
  return {
    feed,
    url: feed,
    etag: null,
    lastModified: null,
    bodyHash: null,
    badHash: null,
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

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

export function documentId(feed: string): string {
  return `feed:${hashOf(feed)}`
}

export function memoryId(feed: string): string {
  return `items:${hashOf(feed)}`
}

/** The feed's address as it may be shown and stored with posts: parameters may hold a key of its owner and are hashed. */
export function shownAddress(feed: string): string {
  const { origin, pathname, search } = new URL(feed)
  return `${origin}${pathname}${search === '' ? '' : `?${hashOf(search).slice(0, 12)}`}`
}
