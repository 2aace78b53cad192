import { createHash } from 'node:crypto'
import { Brand, type Clock, type GenerationChange, MoodlightError, type SettingsEvent } from '@moodlight/core'
import { type EventLog, STATE_KINDS, type StateStore } from '@moodlight/ports'
import { type BrandBook, ENRICHMENT_VERSION_OPTION, GENERATION_OPTION } from '@moodlight/stages'
import { modelsInUse } from './models.ts'

/** What the installation was run with last: the state document `settings/current`. */
interface Stored {
  readonly version: number
  readonly enrichmentVersion: number
  readonly brands: readonly Brand[]
  readonly sources: readonly { id: string; hash: string }[]
  /** Hash of the models and version of the tokens: a new one makes a new enrichment version. */
  readonly models: string
  /** When each brand was first watched. */
  readonly since: Readonly<Record<string, number>>
  /** What a replay made of it; absent: generation 1 by the shipped models. */
  readonly generation?: number
  /** Path of the module whose models label; null or absent: the shipped ones. */
  readonly model?: string | null
}

export interface Book extends BrandBook {
  readonly since: Readonly<Record<string, number>>
  readonly models: string
}

export interface BookOptions {
  readonly state: StateStore
  readonly log: EventLog
  readonly clock: Clock
  readonly brands: readonly Brand[]
  readonly sources: readonly { readonly id: string }[]
  readonly models: string
  readonly by: string
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)

type Change = SettingsEvent['changes'][number]

function changesOf<T extends { id: string }>(
  kind: 'brand' | 'source',
  before: readonly T[],
  now: readonly T[],
): Change[] {
  const old = new Map(before.map((one) => [one.id, one]))
  const kept = new Set(now.map((one) => one.id))
  return [
    ...now.filter((one) => !same(old.get(one.id), one)).map((one): Change => ({ kind, id: one.id, value: one })),
    ...before.filter((one) => !kept.has(one.id)).map((one): Change => ({ kind, id: one.id, value: null })),
  ]
}

/** The settings as they were settled last; null before the first time. */
export async function readBook(state: StateStore): Promise<Book | null> {
  const doc = await state.get<Stored>(STATE_KINDS.settings, 'current')
  // Written by an earlier release it lacks what brands have learned since.
  return doc && bookOf({ ...doc.value, brands: doc.value.brands.map((brand) => Brand.parse(brand)) })
}

/**
 * The configuration is the seed of the settings: what differs from the last run becomes one Settings event with the next
 * version, and brands or models that changed raise the enrichment version, so that what is labelled from now on is newer.
 */
export async function settleBook(options: BookOptions): Promise<Book> {
  const { state, log, clock, by } = options
  return revise(state, log, clock, by, async (before) => {
    const sources = options.sources.map((source) => ({ id: source.id, hash: hash(source) }))
    const brandChanges = changesOf('brand', before.brands, options.brands)
    const changes = [...brandChanges, ...changesOf('source', before.sources, sources)]
    const models = before.model ? await modelsInUse(before.model) : options.models
    const anew = before.models !== models || brandChanges.length > 0
    const enrichmentVersion = before.enrichmentVersion + (anew ? 1 : 0)
    if (enrichmentVersion > 8191)
      throw new MoodlightError(
        'ML_CONFIG_INVALID',
        'The enrichment versions of this generation are used up: start a new one with `moodlight replay`.',
      )
    if (anew) changes.push({ kind: 'option', id: ENRICHMENT_VERSION_OPTION, value: enrichmentVersion })
    const now = clock.now()
    const since = Object.fromEntries(options.brands.map(({ id }) => [id, before.since[id] ?? now]))
    return { changes, next: { brands: options.brands, sources, models, since, enrichmentVersion } }
  })
}

/** Makes a generation the one that all new posts are labelled for; again changes nothing. */
export async function takeGeneration(
  { state, log, clock, by }: Omit<BookOptions, 'brands' | 'sources' | 'models'>,
  change: GenerationChange,
): Promise<void> {
  const models = await modelsInUse(change.model)
  await revise(state, log, clock, by, async (before) => ({
    changes: before.generation === change.generation ? [] : [{ kind: 'option', id: GENERATION_OPTION, value: change }],
    next: { ...change, models },
  }))
}

/** Makes the next version of the settings of the last one, and tells it; without changes all stays. */
async function revise(
  state: StateStore,
  log: EventLog,
  clock: Clock,
  by: string,
  change: (before: Stored) => Promise<{ readonly changes: readonly Change[]; readonly next: Partial<Stored> }>,
): Promise<Book> {
  const doc = await state.get<Stored>(STATE_KINDS.settings, 'current')
  const before: Stored = doc?.value ?? {
    version: 0,
    enrichmentVersion: 0,
    brands: [],
    sources: [],
    models: '',
    since: {},
  }
  const { changes, next } = await change(before)
  if (changes.length === 0) return bookOf(before)
  const stored: Stored = { ...before, ...next, version: before.version + 1 }
  const event: SettingsEvent = {
    type: 'settings',
    v: 1,
    version: stored.version,
    at: clock.now(),
    by,
    changes: [...changes],
  }
  // The event first: told twice after a kill it changes nothing, never told it would be missing for ever.
  await log.append('posts', [{ key: 'settings', value: JSON.stringify(event), lane: 'live', broadcast: true }])
  await state.put(STATE_KINDS.settings, 'current', stored)
  return bookOf(stored)
}

function bookOf(stored: Stored): Book {
  return {
    brands: stored.brands,
    since: stored.since,
    models: stored.models,
    model: stored.model ?? null,
    versions: {
      generation: stored.generation ?? 1,
      enrichmentVersion: stored.enrichmentVersion,
      settingsVersion: stored.version,
    },
  }
}
