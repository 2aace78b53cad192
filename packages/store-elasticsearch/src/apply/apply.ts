import type { ApplyResult, StoreEvent } from '@moodlight/ports'
import { type Prepared, prepare } from '@moodlight/store-rules'
import type { Shared } from '../store.ts'
import { authorUnit, holeUnit, type Placed } from './fact-units.ts'
import { noteHeard } from './heard.ts'
import { applySettings, type ModelMark, noteModels } from './journal.ts'
import { checkTokens, renewMeta } from './meta.ts'
import { type PostEvent, postUnit } from './post-unit.ts'
import { applyPurge } from './purge.ts'
import { runUnits, type Unit } from './units.ts'

/** Events made ready while the store's own record is read. */
const READY = 128

/**
 * Takes events in. Each document is written under the condition that it is still what was decided from, so any number of
 * instances may do so at once; a crash in the middle leaves some of the batch written, and the same batch again the rest.
 */
export class Applier {
  readonly #shared: Shared
  /** Posts are written without reading while nearly all are new; a replay turns that off until it has passed. */
  #expectNew = true

  constructor(shared: Shared) {
    this.#shared = shared
  }

  async apply(batch: readonly StoreEvent[]): Promise<readonly ApplyResult[]> {
    if (batch.length === 0) return []
    const s = this.#shared
    const stamp = s.stamps.take(batch.length * 64)
    const placed = batch.map((raw, at) => lazily(raw, at, stamp + at * 64))
    const asked = renewMeta(s)
    asked.catch(() => {})
    // While the answer is on its way the first ones are made ready.
    await new Promise((resolve) => setImmediate(resolve))
    for (const one of placed.slice(0, READY)) void one.event
    const meta = await asked
    checkTokens(meta)
    await s.purges.catchUp(s.es, s.names, meta.purges)
    const results: ApplyResult[] = batch.map(() => 'applied')
    const heard = noteHeard(s, batch)
    heard.catch(() => {})
    // What comes before a purge in the batch comes before it in the store.
    for (let from = 0; from < placed.length; ) {
      const purge = placed.findIndex(({ raw }, i) => i >= from && raw.type === 'author-purge')
      const to = purge < 0 ? placed.length : purge
      await this.#segment(placed.slice(from, to), results)
      const last = placed[to]
      if (last?.event.t === 'purge') await applyPurge(s, last.event, last.stamp)
      from = to + 1
    }
    await heard
    return results
  }

  async #segment(placed: readonly Lazy[], results: ApplyResult[]): Promise<void> {
    if (placed.length === 0) return
    const s = this.#shared
    const models = new Map<string, ModelMark>()
    const posts = new Map<string, PostEvent[]>()
    const authors = new Map<string, Placed<Extract<Prepared, { t: 'author' }>>[]>()
    const holes = new Map<string, Placed<Extract<Prepared, { t: 'hole' }>>[]>()
    for (const one of placed) {
      const { raw } = one
      if (raw.type === 'mentions') add(posts, raw.post.id, one as PostEvent)
      else if (raw.type === 'tombstone' || raw.type === 'engagement') add(posts, raw.id, one as PostEvent)
      else if (raw.type === 'author') add(authors, raw.key, one as Placed<Extract<Prepared, { t: 'author' }>>)
      else if (raw.type === 'hole') add(holes, raw.id, one as Placed<Extract<Prepared, { t: 'hole' }>>)
    }
    const units: Unit[] = [
      ...[...posts].map(([id, events]) =>
        postUnit(
          s,
          id,
          events,
          results,
          ({ generation, modelHash, enrichmentVersion, changedAt }, stamp) => {
            // What is being made beside the active generation, and what is taken over, is told when it is switched to.
            if (generation !== s.meta.active || enrichmentVersion === 0) return
            const name = `${modelHash} ${enrichmentVersion}`
            // Posts are gone through by id: which was labelled first is told by the batch.
            if (stamp < (models.get(name)?.stamp ?? Number.POSITIVE_INFINITY))
              models.set(name, { hash: modelHash, version: enrichmentVersion, at: changedAt, stamp })
          },
          this.#expectNew,
        ),
      ),
      ...[...authors.values()].map((events) => authorUnit(s, events, results)),
      ...[...holes.values()].map((events) => holeUnit(s, events, results)),
    ]
    const known = await runUnits(s.es, units)
    if (posts.size > 0) this.#expectNew = known < units.length / 5
    for (const one of placed)
      if (one.raw.type === 'settings' && one.event.t === 'settings') await applySettings(s, one.event, one.stamp)
    await noteModels(
      s,
      [...models.values()].sort((a, b) => a.stamp - b.stamp),
    )
  }
}

/** An event with its place in the batch, made ready when it is needed: the server is busy with the first ones by then. */
interface Lazy extends Placed<Prepared> {
  readonly raw: StoreEvent
}

function lazily(raw: StoreEvent, at: number, stamp: number): Lazy {
  let event: Prepared | undefined
  return {
    raw,
    at,
    stamp,
    get event() {
      event ??= prepare(raw)
      return event
    },
  }
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
