import type { Lease } from '@moodlight/ports'
import { bulk } from '../client/bulk.ts'
import { type Ref, readAll, refresh } from '../client/read.ts'
import { scan } from '../client/scan.ts'
import type { Shared } from '../store.ts'
import { type LeaseDocument, leasePlace, type StateDocument } from './documents.ts'

/** Takes or renews a lease at the caller's clock. The fence rises with every new holder, also after a release. */
export async function acquireLease(s: Shared, name: string, holder: string, ttlMs: number): Promise<Lease | null> {
  const ref: Ref = { index: s.names.state, id: leasePlace(name) }
  for (;;) {
    const now = s.clock.now()
    const [found] = await readAll<LeaseDocument>(s.es, [ref])
    const held = found?.doc
    const mine = held?.holder === holder
    if (held?.holder !== undefined && !mine && held.until > now) return null
    const lease = { name, holder, fence: mine ? held!.fence : (held?.fence ?? 0) + 1, until: now + ttlMs }
    const doc: LeaseDocument = { kind: '~lease', id: name, holder, fence: lease.fence, until: lease.until }
    const how = found ? { action: 'put' as const, place: found.place } : { action: 'create' as const }
    const [written] = await bulk(s.es, [{ ...ref, ...how, doc }])
    if (written?.kind !== 'done') continue
    if (!mine && held) await touch(s, name)
    return lease
  }
}

/**
 * Rewrites what was written under a lease that has passed on. A holder that was stopped in the middle of a write has read these
 * documents before; its write then meets a newer one and is refused, however late it comes.
 */
async function touch(s: Shared, lease: string): Promise<void> {
  await refresh(s.es, s.names.state)
  const body = { _source: false, query: { term: { lease } }, sort: [{ id: 'asc' }, { kind: 'asc' }] }
  for await (const hits of scan<never>(s.es, s.names.state, body, { size: 500 })) {
    let open: Ref[] = hits.map(({ _id }) => ({ index: s.names.state, id: _id }))
    while (open.length > 0) {
      const found = await readAll<StateDocument>(s.es, open)
      const there = open.flatMap((ref, i) => (found[i]?.doc.lease === lease ? [{ ref, found: found[i] }] : []))
      const results = await bulk(
        s.es,
        there.map(({ ref, found }) => ({ ...ref, action: 'put' as const, place: found.place, doc: found.doc })),
      )
      open = there.filter((_, i) => results[i]!.kind === 'conflict').map(({ ref }) => ref)
    }
  }
}

/** Gives a lease back; one that has passed on already is left alone. */
export async function releaseLease(s: Shared, lease: Lease): Promise<void> {
  const ref: Ref = { index: s.names.state, id: leasePlace(lease.name) }
  for (;;) {
    const [found] = await readAll<LeaseDocument>(s.es, [ref])
    if (found?.doc.fence !== lease.fence || found.doc.holder !== lease.holder) return
    const { holder: _holder, ...free } = found.doc
    const [written] = await bulk(s.es, [{ ...ref, action: 'put', place: found.place, doc: free }])
    if (written?.kind === 'done') return
  }
}
