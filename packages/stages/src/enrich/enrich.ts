import { type Clock, type Outcome, ok, PostsRecord, type SettingsEvent, systemClock } from '@moodlight/core'
import { createDetector } from '@moodlight/language'
import type { Stage } from '@moodlight/pipeline'
import type { LogRecord } from '@moodlight/ports'
import { decode } from '../decode.ts'
import { afterSettings, type BrandBook } from './brand-book.ts'
import { type Labeller, labelPost, matcherOf } from './label-post.ts'
import { loadModels, type Models, shippedModels } from './models.ts'

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
  const detector = createDetector()
  let { book } = options
  // Those of a module come with the first batch; the shipped ones are there from the start, so that a fault of theirs is told then.
  let models: Models | null = book.model ? null : shippedModels()
  const compile = (by: Models): Labeller => ({
    detector,
    ...by,
    matcher: matcherOf(book, options.secret),
    versions: book.versions,
  })
  let labeller: Labeller | null = models && compile(models)

  async function ready(): Promise<Labeller> {
    models ??= await loadModels(book.model ?? null)
    labeller ??= compile(models)
    return labeller
  }

  function follow(event: SettingsEvent): void {
    const next = afterSettings(book, event)
    if (next === book) return
    if ((next.model ?? null) !== (book.model ?? null)) models = null
    book = next
    labeller = null
  }

  async function one({ value, position }: LogRecord): Promise<Outcome<string>> {
    const decoded = decode<PostsRecord>(PostsRecord, value)
    if (decoded.kind !== 'ok') return decoded
    const event = decoded.value
    if (event.type === 'settings') follow(event)
    if (event.type !== 'post') return ok(value)
    // The lane of the log is what counts: what is sent again travels in the background whatever it said first.
    const post = { ...event, lane: position.lane }
    return ok(JSON.stringify(labelPost(labeller ?? (await ready()), post, position, clock.now())))
  }

  return {
    name: 'enrich',
    async run(batch) {
      const outcomes: Outcome<string>[] = []
      for (const record of batch) outcomes.push(await one(record))
      return outcomes
    },
  }
}

/** true for records that change the stage itself: a pool gives them to every worker. */
export function isSettings({ value }: LogRecord): boolean {
  return value.startsWith('{"type":"settings"') || (value.length < 1_000_000 && SETTINGS.test(value))
}
const SETTINGS = /^\s*\{[^{]{0,200}"type"\s*:\s*"settings"/
