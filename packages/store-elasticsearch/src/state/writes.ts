import { randomUUID } from 'node:crypto'
import type { PutOptions } from '@moodlight/ports'
import { bulk, type Place, type Write } from '../client/bulk.ts'
import { type Found, type Ref, readAll, search } from '../client/read.ts'
import type { Shared } from '../store.ts'
import { checkFence, checkVersion, type LeaseDocument, leasePlace, placeOf, type StateDocument } from './documents.ts'

/** `value` null: remove. */
export interface StateWrite {
  readonly kind: string
  readonly id: string
  readonly value: string | null
  readonly options: PutOptions
}

interface Step {
  readonly ref: Ref
  readonly before: StateDocument | null
  readonly place: Place | null
  readonly after: StateDocument | null
}

/** What several writes are about to do, kept until they are done. */
interface Intent {
  readonly kind: '~intent'
  readonly id: string
  readonly at: number
  /** JSON text of Step[]. */
  readonly value: string
}

/** Intents older than this were left by somebody who is gone. */
const LEFT_MS = 60_000

/**
 * Writes documents, all or none. Each is written under the condition that it is still what was checked; when one is not, those
 * written before it are put back and all is checked anew. What several writes are about to do is noted first, so that a crash
 * among them is finished by whoever opens the store next.
 * @throws ML_STATE_CONFLICT, ML_LEASE_LOST; nothing is written then
 */
export async function writeDocuments(s: Shared, writes: readonly StateWrite[]): Promise<(StateDocument | null)[]> {
  for (;;) {
    const { steps, results } = await plan(s, writes)
    const intent = steps.length > 1 ? await note(s, steps) : null
    const done = await run(s, steps)
    const lost = done === null ? null : await lostLease(s, writes)
    if (done !== null && lost) await undo(s, steps, done)
    if (intent) await bulk(s.es, [{ ...intent, action: 'delete' }])
    if (lost) throw lost
    if (done !== null) return results
  }
}

/** Reads and checks everything. */
async function plan(s: Shared, writes: readonly StateWrite[]) {
  const refs = writes.map(({ kind, id }): Ref => ({ index: s.names.state, id: placeOf(kind, id) }))
  const found = await readAll<StateDocument>(s.es, refs)
  await checkLeases(s, writes)
  const steps = new Map<string, Step>()
  const results = writes.map(({ kind, id, value, options }, i) => {
    const ref = refs[i]!
    const known = steps.get(ref.id)
    const now: Found<StateDocument> | null = known
      ? known.after && { doc: known.after, place: { seq: 0, term: 0 } }
      : found[i]!
    checkVersion(now, kind, id, options)
    const after: StateDocument | null =
      value === null
        ? null
        : {
            kind,
            id,
            version: (now?.doc.version ?? 0) + 1,
            at: s.clock.now(),
            value,
            ...(options.lease && { lease: options.lease.name }),
          }
    const before = known ? known.before : (found[i]?.doc ?? null)
    steps.set(ref.id, { ref, before, place: found[i]?.place ?? null, after })
    return after
  })
  return { steps: [...steps.values()].filter((step) => step.before !== null || step.after !== null), results }
}

async function checkLeases(s: Shared, writes: readonly StateWrite[]): Promise<void> {
  const leases = writes.flatMap(({ options }) => (options.lease ? [options.lease] : []))
  const found = await readAll<LeaseDocument>(
    s.es,
    leases.map(({ name }) => ({ index: s.names.state, id: leasePlace(name) })),
  )
  for (const [i, lease] of leases.entries()) checkFence(found[i]!, lease)
}

/** The lease may have passed on between the check and the write. */
async function lostLease(s: Shared, writes: readonly StateWrite[]): Promise<unknown> {
  try {
    await checkLeases(s, writes)
    return null
  } catch (error) {
    return error
  }
}

function writeOf({ ref, place, after }: Step): Write {
  if (after === null) return { ...ref, action: 'delete', ...(place && { place }) }
  return place ? { ...ref, action: 'put', place, doc: after } : { ...ref, action: 'create', doc: after }
}

/** @returns where each write stands, or null when somebody was faster; then nothing of it is left */
async function run(s: Shared, steps: readonly Step[]): Promise<(Place | null)[] | null> {
  const written = await bulk(s.es, steps.map(writeOf))
  const places = written.map((one) => (one.kind === 'done' ? one.place : null))
  if (written.every((one) => one.kind === 'done')) return places
  const done = steps.filter((_, i) => written[i]!.kind === 'done')
  await undo(
    s,
    done,
    places.filter((_, i) => written[i]!.kind === 'done'),
  )
  return null
}

/** Puts back what was there, where nobody has written since. */
async function undo(s: Shared, steps: readonly Step[], places: readonly (Place | null)[]): Promise<void> {
  const back = steps.map(({ ref, before, after }, i): Write => {
    const place = places[i] ?? null
    if (before === null) return { ...ref, action: 'delete', ...(place && { place }) }
    if (after === null || place === null) return { ...ref, action: 'create', doc: before }
    return { ...ref, action: 'put', place, doc: before }
  })
  await bulk(s.es, back)
}

async function note(s: Shared, steps: readonly Step[]): Promise<Ref> {
  const id = randomUUID()
  const doc: Intent = { kind: '~intent', id, at: s.clock.now(), value: JSON.stringify(steps) }
  const ref = { index: s.names.state, id: `~intent/${id}` }
  await bulk(s.es, [{ ...ref, action: 'create', doc }])
  return ref
}

/** Finishes what somebody who is gone has left: what is still as it was then is written now. */
export async function finishIntents(s: Shared): Promise<void> {
  const body = { size: 1000, query: { term: { kind: '~intent' } } }
  const { hits } = (await search<Intent>(s.es, s.names.state, body)).hits
  for (const { _id, _source } of hits) {
    if (_source!.at > s.clock.now() - LEFT_MS) continue
    await bulk(s.es, (JSON.parse(_source!.value) as Step[]).map(writeOf))
    await bulk(s.es, [{ index: s.names.state, id: _id, action: 'delete' }])
  }
}
