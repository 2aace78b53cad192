import { setTimeout as sleep } from 'node:timers/promises'
import type { Brand, GenerationChange } from '@moodlight/core'
import { killPoint } from '@moodlight/pipeline'
import type { StateStore } from '@moodlight/ports'
import type { Watched } from '@moodlight/query'
import type { Logger } from '@moodlight/runtime'
import { type Book, type BookOptions, readBook, settleBook, takeGeneration } from '../engine/book.ts'

const LEASE = 'settings'
const LEASE_MS = 30_000
const LOOK_MS = 5_000

/** Settles the configuration as settings of the installation; of several instances that start at once, one after the other. */
export function settleTogether(holder: string, options: BookOptions, signal: AbortSignal): Promise<Book> {
  return oneAtATime(holder, options.state, signal, () => settleBook(options))
}

/** Makes a generation the one that all new posts are labelled for; never beside an instance that settles. */
export function takeTogether(
  holder: string,
  options: Parameters<typeof takeGeneration>[0],
  change: GenerationChange,
  signal: AbortSignal,
): Promise<void> {
  return oneAtATime(holder, options.state, signal, () => takeGeneration(options, change))
}

async function oneAtATime<T>(
  holder: string,
  state: StateStore,
  signal: AbortSignal,
  settle: () => Promise<T>,
): Promise<T> {
  for (;;) {
    const lease = await state.acquire(LEASE, holder, LEASE_MS)
    if (lease) {
      killPoint('settings.leased')
      try {
        const settled = await settle()
        killPoint('settings.settled')
        return settled
      } finally {
        await state.release(lease).catch(() => undefined)
      }
    }
    await sleep(500, undefined, { signal })
  }
}

/** The settings as ingest settled them; waits until it has, for a cluster that starts for the first time. */
export async function awaitBook(state: StateStore, waiting: () => void, signal: AbortSignal): Promise<Book> {
  for (;;) {
    const book = await readBook(state)
    if (book) return book
    waiting()
    await sleep(1_000, undefined, { signal })
  }
}

/** Follows the settings for query: what is watched, as ingest settled it last. */
export class FollowedBook implements Watched {
  readonly #state: StateStore
  readonly #logger: Logger
  #book: Book
  readonly #timer: NodeJS.Timeout

  constructor(state: StateStore, logger: Logger, book: Book) {
    this.#state = state
    this.#logger = logger
    this.#book = book
    this.#timer = setInterval(() => void this.#look(), LOOK_MS).unref()
  }

  version(): number {
    return this.#book.versions.settingsVersion
  }

  brands(): readonly Brand[] {
    return this.#book.brands
  }

  since(brand: string): number | null {
    return this.#book.since[brand] ?? null
  }

  get models(): string {
    return this.#book.models
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    try {
      this.#book = (await readBook(this.#state)) ?? this.#book
    } catch (err) {
      // What was watched last still holds; the next look tells more.
      this.#logger.debug({ err }, 'the settings could not be read')
    }
  }
}
