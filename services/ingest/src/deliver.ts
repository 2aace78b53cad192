import {
  type AuthorEvent,
  type Clock,
  errorCode,
  isTransient,
  type Lane,
  type Outcome,
  type PostsRecord,
} from '@moodlight/core'
import { backoffMs, killPoint, pause, writeDeadLetters } from '@moodlight/pipeline'
import type { DeliveryReport, EventLog, LedgerDelta, NewRecord, SourceItem, StateStore } from '@moodlight/ports'
import type { Normalise, SourceFacts } from '@moodlight/stages'
import { deadLetter, STAGE } from './dead.ts'
import { recordOf } from './record.ts'

/** Items that go into one append. */
const CHUNK = 500

export interface DeliveryOptions {
  readonly log: EventLog
  readonly state: StateStore
  readonly clock: Clock
  readonly normalise: Normalise
  /** Told when the log or store begins to refuse (with the error) and when it takes again (null). */
  readonly blocked: (error: unknown) => void
}

/**
 * The one way into the log: items become events, drops or dead letters; all is durable before it resolves. Dead letters are
 * written first and under ids of their own, so that a kill between the two writes loses nothing and doubles nothing.
 */
export class Delivery {
  readonly #options: DeliveryOptions
  readonly #authors = new RecentAuthors()

  constructor(options: DeliveryOptions) {
    this.#options = options
  }

  /** @throws a transient error after `waitMs` without success, or when the signal aborts; anything else at once. */
  async deliver(
    facts: SourceFacts,
    items: readonly SourceItem[],
    lane: Lane,
    signal: AbortSignal,
    waitMs = Number.POSITIVE_INFINITY,
  ): Promise<DeliveryReport & { readonly newest: number | null }> {
    const sum = { accepted: 0, dropped: {} as Record<string, number>, dead: 0, newest: null as number | null }
    for (let at = 0; at < items.length; at += CHUNK) {
      const chunk = items.slice(at, at + CHUNK)
      let outcomes: readonly Outcome<readonly PostsRecord[]>[] = []
      const write = async () => {
        // Normalise asks the store for suppressed authors and known posts, and may have to wait for it too.
        outcomes = await this.#options.normalise(chunk, facts, lane)
        await this.#write(facts, chunk, outcomes, lane)
      }
      await this.patiently(write, signal, waitMs)
      for (const outcome of outcomes) {
        if (outcome.kind === 'ok') sum.accepted++
        else if (outcome.kind === 'dead') sum.dead++
        else sum.dropped[outcome.reason] = (sum.dropped[outcome.reason] ?? 0) + 1
        for (const event of outcome.kind === 'ok' ? outcome.value : [])
          if (event.type === 'post') sum.newest = Math.max(sum.newest ?? 0, event.at)
      }
    }
    return sum
  }

  async #write(
    { source }: SourceFacts,
    items: readonly SourceItem[],
    outcomes: readonly Outcome<readonly PostsRecord[]>[],
    lane: Lane,
  ): Promise<void> {
    const { log, state, clock } = this.#options
    const letters = outcomes.flatMap((o, i) =>
      o.kind === 'dead' ? [deadLetter(source, items[i] as SourceItem, o, clock.now())] : [],
    )
    if (letters.length > 0) await writeDeadLetters(state, letters)
    const events = outcomes.flatMap((o) => (o.kind === 'ok' ? o.value : []))
    const said = new Map<string, string>()
    const fresh = events.filter((event) => {
      if (event.type !== 'author') return true
      const news = (said.get(event.key) ?? this.#authors.get(event.key)) !== facts(event)
      said.set(event.key, facts(event))
      return news
    })
    const records: NewRecord[] = fresh.map((event) => recordOf(event, lane))
    killPoint('ingest.normalised')
    await log.append('posts', records, ledgerOf(source, lane, outcomes))
    killPoint('ingest.appended')
    for (const event of fresh) {
      if (event.type === 'author') this.#authors.remember(event)
      // What was purged must be told again if the author writes on.
      if (event.type === 'author-purge') this.#authors.forget(event.author)
    }
  }

  /** Tries until it works: a full log makes the sources wait, and nothing is lost. */
  async patiently(
    write: () => Promise<unknown>,
    signal: AbortSignal,
    waitMs = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    const { clock, blocked } = this.#options
    const until = clock.now() + waitMs
    for (let attempt = 1; ; attempt++) {
      try {
        await write()
        if (attempt > 1) blocked(null)
        return
      } catch (error) {
        // What another instance holds now is not ours to write, however long we wait.
        if (!isTransient(error) || errorCode(error) === 'ML_LEASE_LOST') throw error
        blocked(error)
        const ms = backoffMs(attempt, { baseMs: 100, maxMs: 5_000 })
        if (signal.aborted || clock.now() + ms > until) throw error
        await pause(ms, signal)
        if (signal.aborted) throw error
      }
    }
  }
}

function ledgerOf(source: string, lane: Lane, outcomes: readonly Outcome<unknown>[]): LedgerDelta[] {
  const rows = new Map<string, LedgerDelta>()
  for (const o of outcomes) {
    const reason = o.kind === 'ok' ? '' : o.kind === 'drop' ? o.reason : o.code
    const key = `${o.kind} ${reason}`
    const n = (rows.get(key)?.n ?? 0) + 1
    rows.set(key, { stage: STAGE, source, lane, outcome: o.kind, reason, n })
  }
  return [...rows.values()]
}

/** Who was told of lately: an author's record is written again only when handle, name or link changed. Bounded. */
class RecentAuthors {
  readonly #known = new Map<string, string>()

  get(key: string): string | undefined {
    return this.#known.get(key)
  }

  remember(event: AuthorEvent): void {
    this.#known.delete(event.key)
    this.#known.set(event.key, facts(event))
    if (this.#known.size > 50_000) this.#known.delete(this.#known.keys().next().value as string)
  }

  forget(key: string): void {
    this.#known.delete(key)
  }
}

function facts(event: AuthorEvent): string {
  return JSON.stringify([event.handle, event.name, event.url])
}
