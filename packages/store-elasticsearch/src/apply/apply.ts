import type { ApplyResult, StoreEvent } from '@moodlight/ports'
import { type Prepared, prepare } from '@moodlight/store-rules'
import type { Shared } from '../store.ts'
import { authorUnit, holeUnit, type Placed } from './fact-units.ts'
import { beginGeneration } from './generations.ts'
import { noteHeard } from './heard.ts'
import { applySettings, type ModelMark, noteModels } from './journal.ts'
import { checkTokens, renewMeta } from './meta.ts'
import { type PostEvent, postUnit } from './post-unit.ts'
import { applyPurge } from './purge.ts'
import { runUnits, type Unit } from './units.ts'

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
    const asked = renewMeta(s)
    asked.catch(() => {})
    // The question is on its way before the texts are cut into tokens.
    await new Promise((resolve) => setImmediate(resolve))
    const events = batch.map(prepare)
    const meta = await asked
    checkTokens(meta)
    await s.purges.catchUp(s.es, s.names, meta.purges)
    for (const event of events)
      if (event.t === 'post' && !s.meta.generations.includes(event.generation))
        await beginGeneration(s, event.generation)
    const results: ApplyResult[] = events.map(() => 'applied')
    const stamp = s.stamps.take(events.length * 64)
    const placed = events.map((event, at) => ({ event, at, stamp: stamp + at * 64 }))
    const heard = noteHeard(s, events)
    heard.catch(() => {})
    // What comes before a purge in the batch comes before it in the store.
    for (let from = 0; from < placed.length; ) {
      const purge = placed.findIndex(({ event }, i) => i >= from && event.t === 'purge')
      const to = purge < 0 ? placed.length : purge
      await this.#segment(placed.slice(from, to), results)
      const { event, stamp } = placed[to] ?? {}
      if (event?.t === 'purge') await applyPurge(s, event, stamp!)
      from = to + 1
    }
    await heard
    return results
  }

  async #segment(placed: readonly Placed<Prepared>[], results: ApplyResult[]): Promise<void> {
    if (placed.length === 0) return
    const s = this.#shared
    const models = new Map<string, ModelMark>()
    const posts = new Map<string, PostEvent[]>()
    const authors = new Map<string, Placed<Extract<Prepared, { t: 'author' }>>[]>()
    const holes = new Map<string, Placed<Extract<Prepared, { t: 'hole' }>>[]>()
    for (const { event, at, stamp } of placed) {
      const one = { at, stamp }
      if (event.t === 'post' || event.t === 'tombstone' || event.t === 'engagement')
        add(posts, event.id, { event, ...one })
      else if (event.t === 'author') add(authors, event.key, { event, ...one })
      else if (event.t === 'hole') add(holes, event.hole.id, { event, ...one })
    }
    const units: Unit[] = [
      ...[...posts].map(([id, events]) =>
        postUnit(
          s,
          id,
          events,
          results,
          ({ modelHash, enrichmentVersion, changedAt }, stamp) => {
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
    for (const { event, stamp } of placed) if (event.t === 'settings') await applySettings(s, event, stamp)
    await noteModels(
      s,
      [...models.values()].sort((a, b) => a.stamp - b.stamp),
    )
  }
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
