import { createHash } from 'node:crypto'
import { errorCode } from '@moodlight/core'
import type { ConnectorContext, SourceItem } from '@moodlight/ports'
import type { FeedsSource } from '../config.ts'
import type { AddressGuard } from '../net/guard.ts'
import { type GetAnswer, httpGet } from '../net/http-get.ts'
import { bad } from '../posts/item.ts'
import { header, type Meaning, meaningOf, meaningOfError } from './answer.ts'
import { documentId, type FeedDocument, type FeedMemory, memoryId, NO_MEMORY, shownAddress } from './document.ts'
import { type Entry, NO_FACTS, type ParsedFeed } from './entry.ts'
import { compare } from './memory.ts'
import { parseFeed } from './parse.ts'
import { afterSkips, failureMs, intervalMs, jittered, maxAgeMs } from './schedule.ts'

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1'
/** Pages of a JSON Feed that are followed on its first reading. */
const MAX_PAGES = 10
/** Items in one delivery. */
const BATCH = 500

export interface PollOptions {
  readonly config: FeedsSource
  readonly context: ConnectorContext
  readonly guard: AddressGuard
  readonly random: () => number
}

/** Looks at one feed once: delivers what is new, stores and returns its new document. Errors of the feed never throw. */
export async function poll(doc: FeedDocument, options: PollOptions): Promise<FeedDocument> {
  const { context } = options
  let meaning: Meaning
  let answer: GetAnswer | null = null
  try {
    answer = await get(doc.url, options, doc)
    meaning = meaningOf(answer, context.clock.now())
  } catch (error) {
    if (context.signal.aborted) return doc
    meaning = meaningOfError(error)
  }
  if (answer && meaning.kind === 'body') return take(doc, answer, options)
  if (meaning.kind === 'failed') return failed(doc, meaning, options)
  const moved = answer && answer.permanentUrl !== doc.url ? { url: answer.permanentUrl } : {}
  const ended =
    meaning.kind === 'gone' ? { gone: true, state: 'ended' as const, trouble: 'HTTP 410: gone for good' } : {}
  return succeeded({ ...doc, ...moved }, NO_FACTS, doc.intervalMs, ended, options)
}

function get(url: string, { config, context, guard }: PollOptions, doc: FeedDocument | null): Promise<GetAnswer> {
  return httpGet(url, {
    guard,
    signal: context.signal,
    timeoutMs: config.timeoutSeconds * 1000,
    maxBytes: config.maxBytes,
    headers: {
      accept: ACCEPT,
      'user-agent': config.userAgent,
      ...(doc?.etag ? { 'if-none-match': doc.etag } : {}),
      ...(doc?.lastModified ? { 'if-modified-since': doc.lastModified } : {}),
    },
  })
}

async function take(doc: FeedDocument, answer: GetAnswer, options: PollOptions): Promise<FeedDocument> {
  const { config, context } = options
  const ownMs = config.intervalSeconds * 1000
  const bodyHash = createHash('sha256').update(answer.body).digest('hex').slice(0, 32)
  const labels = {
    url: answer.permanentUrl,
    etag: header(answer.headers['etag'])?.slice(0, 2000) ?? null,
    lastModified: header(answer.headers['last-modified'])?.slice(0, 200) ?? null,
    bodyHash,
  }
  // Servers lie: a new ETag over the same bytes is nothing new.
  if (bodyHash === doc.bodyHash) return succeeded({ ...doc, ...labels }, NO_FACTS, doc.intervalMs, {}, options)
  let feed: ParsedFeed
  try {
    feed = parseFeed(answer.body, header(answer.headers['content-type']), answer.url)
  } catch (error) {
    if (answer.broken === null && bodyHash !== doc.badHash) {
      const raw = answer.body.subarray(0, 262_144).toString('utf8')
      await context.deliver([bad(errorCode(error), `${shownAddress(doc.feed)}: ${(error as Error).message}`, raw)], {
        lane: 'live',
      })
    }
    return failed({ ...doc, badHash: bodyHash }, meaningOfError(error), options)
  }
  const entries = doc.begun ? feed.entries : await withOlderPages(feed, answer.url, options)
  const now = context.clock.now()
  const memory = (await context.get<FeedMemory>(memoryId(doc.feed))) ?? NO_MEMORY
  const { items, pending, next } = compare(entries, memory.items, memory.pending, shownAddress(doc.feed), now)
  if (items.length > 0) {
    // From here until all is stored the labels do not count: what comes next must be compared, even if it is what was before.
    await context.put(documentId(doc.feed), { ...doc, etag: null, lastModified: null, bodyHash: null })
    await context.put(memoryId(doc.feed), { ...memory, pending: { ...memory.pending, ...pending } })
    // The first reading is history: nobody wants last month's articles in the live feed.
    await deliverAll(items, doc.begun ? 'live' : 'background', context)
  }
  await context.put(memoryId(doc.feed), { items: next, pending: {} })
  const whole = answer.broken === null && feed.stopped === null
  if (!whole)
    context.log(
      'warn',
      { feed: shownAddress(doc.feed), why: answer.broken ?? feed.stopped, items: feed.entries.length },
      'the feed is damaged',
    )
  // Half an answer must be asked for again, so its labels are not kept.
  const kept = whole ? labels : { url: labels.url, etag: null, lastModified: null, bodyHash: null }
  const wait = intervalMs(ownMs, feed.facts, maxAgeMs(header(answer.headers['cache-control'])))
  const ended = feed.facts.expired ? { gone: true, state: 'ended' as const, trouble: 'the feed says it has ended' } : {}
  return succeeded({ ...doc, ...kept, badHash: null, begun: true }, feed.facts, wait, ended, options)
}

async function deliverAll(
  items: readonly SourceItem[],
  lane: 'live' | 'background',
  context: ConnectorContext,
): Promise<void> {
  for (let at = 0; at < items.length; at += BATCH) await context.deliver(items.slice(at, at + BATCH), { lane })
}

/** JSON Feed names older pages; a circle, a failure or ten pages end the walk. */
async function withOlderPages(feed: ParsedFeed, url: string, options: PollOptions): Promise<readonly Entry[]> {
  const entries = [...feed.entries]
  const seen = new Set([url])
  let next = feed.facts.nextUrl
  for (let n = 1; next !== null && n < MAX_PAGES && !seen.has(next); n++) {
    const page: string = next
    seen.add(page)
    try {
      const answer: GetAnswer = await get(page, options, null)
      if (meaningOf(answer, options.context.clock.now()).kind !== 'body') break
      const more = parseFeed(answer.body, header(answer.headers['content-type']), answer.url)
      entries.push(...more.entries)
      next = more.facts.nextUrl
    } catch (error) {
      options.context.log('warn', { page: shownAddress(page), err: error }, 'an older page of the feed cannot be read')
      break
    }
  }
  return entries
}

async function succeeded(
  doc: FeedDocument,
  facts: Pick<ParsedFeed['facts'], 'skipHours' | 'skipDays'>,
  interval: number,
  ended: Partial<FeedDocument>,
  { context, random }: PollOptions,
): Promise<FeedDocument> {
  const now = context.clock.now()
  if (doc.hole) await context.deliver([hole(doc, doc.hole, now)], { lane: 'live' })
  const next: FeedDocument = {
    ...doc,
    failures: 0,
    hole: null,
    intervalMs: interval,
    lastOkAt: now,
    nextAt: afterSkips(now + jittered(interval, random), facts),
    state: 'live',
    trouble: '',
    ...ended,
  }
  await context.put(documentId(doc.feed), next)
  return next
}

async function failed(
  doc: FeedDocument,
  why: Extract<Meaning, { kind: 'failed' }>,
  { context, random, config }: PollOptions,
): Promise<FeedDocument> {
  const now = context.clock.now()
  const failures = doc.failures + 1
  const ms = Math.max(why.waitMs ?? 0, jittered(failureMs(config.intervalSeconds * 1000, failures - 1), random))
  let open = doc.hole
  if (!open && doc.lastOkAt !== null && now - doc.lastOkAt > 2 * doc.intervalMs) {
    open = { id: `${config.id}/${documentId(doc.feed)}/${doc.lastOkAt}`, from: doc.lastOkAt }
    await context.deliver([hole(doc, open, null, why.reason)], { lane: 'live' })
  }
  const next = { ...doc, failures, hole: open, nextAt: now + ms, state: why.state, trouble: why.reason.slice(0, 200) }
  await context.put(documentId(doc.feed), next)
  context.log(
    'warn',
    { feed: shownAddress(doc.feed), code: why.code, reason: why.reason, failures, againInMs: ms },
    'the feed cannot be read',
  )
  return next
}

function hole(doc: FeedDocument, open: { id: string; from: number }, to: number | null, reason = ''): SourceItem {
  const detail = `${new URL(doc.feed).hostname}${reason === '' ? '' : `: ${reason}`}`.slice(0, 500)
  return { kind: 'hole', id: open.id, from: open.from, to, reason: 'unreachable', detail }
}
