import type { Change } from '@moodlight/ports'
import { renewMeta } from '../apply/meta.ts'
import { bulk, type Place } from '../client/bulk.ts'
import { type Hit, readOne } from '../client/read.ts'
import { scan } from '../client/scan.ts'
import { type ChangesFact, factId } from '../documents/fact-document.ts'
import type { Shared } from '../store.ts'
import { changeOf, FACT_COLUMNS, POST_COLUMNS, type Unnumbered } from './changes.ts'
import { memberOf } from './members.ts'
import { type Places, reached } from './places.ts'
import { settleStories } from './stories.ts'

/** Documents looked at in one pass. */
const MAX_PASS = 2000

/** Kinds of facts that are changes. */
const TOLD_FACTS = ['engagement', 'hole', 'settings', 'purge']
/** Operations on facts that are no changes are passed over in memory, and noted only now and then. */
const NOTE_EVERY = 10_000

/** How far the keeper has come. */
export interface Progress {
  /** Number of the newest change. */
  readonly n: number
  readonly places: Places
  /** The newest changes, [time, kind, ref], up to `n`: they become a document of their own before the next ones are numbered. */
  readonly fresh: readonly Entry[]
}

export type Entry = readonly [at: number, kind: Change['kind'], ref: string]

interface KeeperFact {
  readonly kind: 'keeper'
  readonly json: string
}

export async function readProgress(
  s: Pick<Shared, 'es' | 'names'>,
): Promise<{ progress: Progress; place: Place | null }> {
  const found = await readOne<KeeperFact>(s.es, s.names.facts, factId.keeper)
  if (!found) return { progress: { n: 0, places: {}, fresh: [] }, place: null }
  return { progress: JSON.parse(found.doc.json) as Progress, place: found.place }
}

/**
 * Follows what is written and keeps what no single document can say: stories, votes, numbers of changes. Every step may be
 * repeated, and progress is stored last under the condition that nobody else has stored any: a crash repeats a step and changes
 * nothing, and two keepers at once do each other no harm. The lease only keeps them from doing the same work twice.
 */
export class Keeper {
  readonly #shared: Shared
  /** `index/doc` → number of our own last write to it: it is no news. */
  readonly #own = new Map<string, number>()

  constructor(shared: Shared) {
    this.#shared = shared
  }

  /** Works off what is there. @returns whether it came to the end of it */
  async pass(): Promise<boolean> {
    await renewMeta(this.#shared)
    const goal = await reached(this.#shared)
    const { progress, place } = await readProgress(this.#shared)
    await this.#flush(progress)
    const changes: Unnumbered[] = []
    const places: Record<string, number> = { ...progress.places }
    let room = MAX_PASS
    let whole = true
    let worth = false
    for (const [name, to] of Object.entries(goal)) {
      const from = places[name] ?? -1
      if (to <= from) continue
      if (room <= 0) {
        whole = false
        continue
      }
      const step = await this.#follow(name, from, to, room)
      room -= step.seen
      changes.push(...step.changes)
      places[name] = step.to
      if (step.to < to) whole = false
      if (!this.#isFacts(name) || to - from > NOTE_EVERY) worth = true
    }
    if (!worth && changes.length === 0) return whole
    const fresh = changes.sort((a, b) => a.stamp - b.stamp).map(({ at, kind, ref }): Entry => [at, kind, ref])
    return (await this.#store({ n: progress.n + fresh.length, places, fresh }, place)) && whole
  }

  #isFacts(place: string): boolean {
    return place.startsWith(`${this.#shared.names.facts}/`)
  }

  async #follow(place: string, from: number, to: number, room: number) {
    const { es } = this.#shared
    const cut = place.lastIndexOf('/')
    const [index, shard] = [place.slice(0, cut), place.slice(cut + 1)]
    const facts = this.#isFacts(place)
    const filter = [{ range: { _seq_no: { gt: from, lte: to } } }, ...(facts ? [{ terms: { kind: TOLD_FACTS } }] : [])]
    const body = {
      _source: false,
      docvalue_fields: facts ? FACT_COLUMNS : POST_COLUMNS,
      seq_no_primary_term: true,
      query: { bool: { filter } },
      sort: [{ _seq_no: 'asc' }],
    }
    const hits: Hit<never>[] = []
    for await (const page of scan<never>(es, index, body, { query: { preference: `_shards:${shard}` } })) {
      hits.push(...page)
      if (hits.length >= room) break
    }
    const news = hits.filter((hit) => this.#own.get(`${index}/${hit._id}`) !== hit._seq_no)
    for (const hit of hits) this.#own.delete(`${index}/${hit._id}`)
    if (!facts) await this.#settle(index, news)
    // Of posts only what the active generation says is told; the others are kept in order unseen.
    const told = facts || index === this.#shared.names.posts(this.#shared.meta.active)
    const changes = told ? news.flatMap((hit) => changeOf(hit) ?? []) : []
    return { seen: hits.length, changes, to: hits.length >= room ? (hits.at(-1)!._seq_no ?? to) : to }
  }

  async #settle(index: string, news: readonly Hit<never>[]): Promise<void> {
    const written = await settleStories(this.#shared.es, index, news.map(memberOf))
    for (const [doc, { seq }] of written) this.#own.set(`${index}/${doc}`, seq)
    // What is past its retention goes once its story knows.
    const expired = news.filter((hit) => hit.fields?.['kind']?.[0] === 'expired')
    await bulk(
      this.#shared.es,
      expired.map((hit) => ({
        index,
        id: hit._id,
        action: 'delete' as const,
        place: written.get(hit._id) ?? { seq: hit._seq_no ?? 0, term: hit._primary_term ?? 0 },
      })),
    )
  }

  /** Gives the newest changes a document of their own; again, when it is there already, changes nothing. */
  async #flush({ n, fresh }: Progress): Promise<void> {
    if (fresh.length === 0) return
    const { es, names } = this.#shared
    const first = n - fresh.length + 1
    const at = Math.max(...fresh.map((entry) => entry[0]))
    const doc: ChangesFact = { kind: 'changes', n: first, last: n, at, json: JSON.stringify(fresh) }
    await bulk(es, [{ index: names.facts, id: factId.changes(first), action: 'create', doc }])
  }

  async #store(progress: Progress, place: Place | null): Promise<boolean> {
    const { es, names } = this.#shared
    const doc: KeeperFact = { kind: 'keeper', json: JSON.stringify(progress) }
    const how = place ? { action: 'put' as const, place } : { action: 'create' as const }
    const [written] = await bulk(es, [{ index: names.facts, id: factId.keeper, ...how, doc }])
    return written?.kind === 'done'
  }
}
