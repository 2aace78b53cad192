import { type Clock, type Outcome, ok, PostsRecord, type SettingsEvent, systemClock } from '@moodlight/core'
import { createIntent } from '@moodlight/intent'
import { createDetector } from '@moodlight/language'
import type { Stage } from '@moodlight/pipeline'
import type { LogRecord } from '@moodlight/ports'
import { createSentiment } from '@moodlight/sentiment'
import { decode } from '../decode.ts'
import { afterSettings, type BrandBook } from './brand-book.ts'
import { labelPost, matcherOf } from './label-post.ts'

/** Plain data, so that the stage can be built inside a worker. */
export interface EnrichOptions {
  readonly book: BrandBook
  /** The installation's secret: own accounts are recognised by the pseudonym of their handle. */
  readonly secret: string
}

/**
 * Posts become posts with their mentions; everything else passes unchanged, and settings change the brands for all that
 * follows. One record in, one record out.
 */
export function enrich(options: EnrichOptions, clock: Clock = systemClock): Stage<LogRecord, string> {
  const analysers = { detector: createDetector(), sentiment: createSentiment(), intent: createIntent() }
  let { book } = options
  const compile = () => ({ ...analysers, matcher: matcherOf(book, options.secret), versions: book.versions })
  let labeller = compile()

  function follow(event: SettingsEvent): void {
    const next = afterSettings(book, event)
    if (next === book) return
    book = next
    labeller = compile()
  }

  function one({ value, position }: LogRecord): Outcome<string> {
    const decoded = decode<PostsRecord>(PostsRecord, value)
    if (decoded.kind !== 'ok') return decoded
    const event = decoded.value
    if (event.type === 'settings') follow(event)
    if (event.type !== 'post') return ok(value)
    // The lane of the log is what counts: what is sent again travels in the background whatever it said first.
    const post = { ...event, lane: position.lane }
    return ok(JSON.stringify(labelPost(labeller, post, position, clock.now())))
  }

  return { name: 'enrich', run: async (batch) => batch.map(one) }
}

/** true for records that change the stage itself: a pool gives them to every worker. */
export function isSettings({ value }: LogRecord): boolean {
  return value.startsWith('{"type":"settings"') || (value.length < 1_000_000 && SETTINGS.test(value))
}
const SETTINGS = /^\s*\{[^{]{0,200}"type"\s*:\s*"settings"/
