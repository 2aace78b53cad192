import { MoodlightError } from '@moodlight/core'
import type { Entry, FeedFacts, ParsedFeed } from './entry.ts'
import { childrenOf, childText, type Element, readTree, textOf } from './tree.ts'
import { entryOf } from './xml-entry.ts'

const LIMITS = { maxDepth: 100, maxNodes: 1_000_000 }
/** Items of one answer at most. */
export const MAX_ENTRIES = 5_000

/**
 * Reads RSS 0.9x, 1.0, 2.0 or Atom.
 * @throws ML_SOURCE_PAYLOAD when it is no feed at all, or declares entities.
 */
export function parseXmlFeed(xml: string, feedUrl: string): ParsedFeed {
  refuseEntities(xml)
  const entries: Entry[] = []
  const isItem = (e: Element) => e.name === 'item' || e.name === 'entry'
  const { root, stopped } = readTree(xml, LIMITS, isItem, (item) => {
    if (entries.length < MAX_ENTRIES) entries.push(entryOf(item, feedUrl))
  })
  const format = root ? formatOf(root) : null
  if (!root || !format) {
    const told = root === null ? 'the answer is empty' : `the answer is no feed but <${root.name.slice(0, 40)}>`
    throw new MoodlightError('ML_SOURCE_PAYLOAD', told)
  }
  return { format, entries, facts: factsOf(root), stopped }
}

function formatOf(root: Element): 'rss' | 'atom' | null {
  if (root.name === 'feed' || root.name === 'atom:feed') return 'atom'
  return ['rss', 'rdf:rdf', 'rdf', 'channel'].includes(root.name) ? 'rss' : null
}

/** Nothing that a feed needs is declared in a DOCTYPE; what is declared there is an attack or a mistake. */
function refuseEntities(xml: string): void {
  const head = xml.slice(0, 65_536)
  const at = head.search(/<!DOCTYPE/i)
  if (at >= 0 && /<!ENTITY/i.test(xml.slice(at, at + 1_000_000)))
    throw new MoodlightError('ML_SOURCE_PAYLOAD', 'the feed declares entities in its DOCTYPE')
}

const PERIODS: Readonly<Record<string, number>> = { hourly: 1, daily: 24, weekly: 168, monthly: 720, yearly: 8760 }
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

function factsOf(root: Element): FeedFacts {
  const channel = childrenOf(root, 'channel')[0] ?? root
  const number = (name: string) => {
    const n = Number(childText(channel, [name]) ?? Number.NaN)
    return Number.isFinite(n) && n > 0 ? n : null
  }
  const period = PERIODS[childText(channel, ['sy:updateperiod'])?.toLowerCase() ?? '']
  const list = (outer: string, inner: string) =>
    childrenOf(channel, outer).flatMap((e) => childrenOf(e, inner).map((c) => textOf(c).trim().toLowerCase()))
  return {
    ttl: number('ttl'),
    updateEveryMs: period === undefined ? null : (period * 3_600_000) / (number('sy:updatefrequency') ?? 1),
    skipHours: list('skiphours', 'hour')
      .map(Number)
      .filter((h) => Number.isInteger(h) && h >= 0 && h <= 24)
      .map((h) => h % 24),
    skipDays: list('skipdays', 'day')
      .map((d) => DAYS.indexOf(d))
      .filter((d) => d >= 0),
    expired: false,
    nextUrl: null,
  }
}
