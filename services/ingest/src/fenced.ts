import type { Lease, PutOptions, StateStore } from '@moodlight/ports'

/** The same state, whose every write carries a lease: those of a holder that was too late are refused with ML_LEASE_LOST. */
export function fenced(state: StateStore, { name, fence }: Pick<Lease, 'name' | 'fence'>): StateStore {
  const lease = { name, fence }
  const by = (options?: PutOptions): PutOptions => ({ ...options, lease })
  return {
    get: (kind, id) => state.get(kind, id),
    put: (kind, id, value, options) => state.put(kind, id, value, by(options)),
    putAll: (writes) => state.putAll(writes.map((write) => ({ ...write, options: by(write.options) }))),
    remove: (kind, id, options) => state.remove(kind, id, by(options)),
    list: (kind, page) => state.list(kind, page),
    count: (kind) => state.count(kind),
    acquire: (other, holder, ttlMs) => state.acquire(other, holder, ttlMs),
    release: (held) => state.release(held),
    close: () => state.close(),
  }
}
