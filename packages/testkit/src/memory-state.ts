import { type Clock, MoodlightError, systemClock } from '@moodlight/core'
import type { Lease, PutOptions, StateDoc, StateStore } from '@moodlight/ports'

/** A StateStore in memory, for tests of what stands on the port. Values are copied as JSON, as a real store would. */
export class MemoryState implements StateStore {
  readonly #docs = new Map<string, StateDoc>()
  readonly #leases = new Map<string, Lease>()
  readonly #clock: Clock
  /** Set by a test: every write throws it. */
  failure: Error | null = null

  constructor(clock: Clock = systemClock) {
    this.#clock = clock
  }

  async get<T>(kind: string, id: string): Promise<StateDoc<T> | null> {
    return (this.#docs.get(`${kind}\u0000${id}`) as StateDoc<T> | undefined) ?? null
  }

  async put<T>(kind: string, id: string, value: T, options: PutOptions = {}): Promise<StateDoc<T>> {
    const [doc] = await this.putAll([{ kind, id, value, options }])
    return doc as StateDoc<T>
  }

  async putAll(
    writes: readonly { kind: string; id: string; value: unknown; options?: PutOptions }[],
  ): Promise<readonly StateDoc[]> {
    if (this.failure) throw this.failure
    for (const { kind, id, value, options = {} } of writes) {
      checkDocument(kind, id, value)
      this.#check(kind, id, options)
    }
    return writes.map(({ kind, id, value }) => {
      const version = (this.#docs.get(`${kind}\u0000${id}`)?.version ?? 0) + 1
      const doc = { kind, id, version, value: JSON.parse(JSON.stringify(value)), at: this.#clock.now() }
      this.#docs.set(`${kind}\u0000${id}`, doc)
      return doc
    })
  }

  #check(kind: string, id: string, options: PutOptions): void {
    const version = this.#docs.get(`${kind}\u0000${id}`)?.version ?? 0
    if (options.ifVersion !== undefined && options.ifVersion !== version)
      throw new MoodlightError('ML_STATE_CONFLICT', `${kind} ${id} is at version ${version}`)
    const held = options.lease && this.#leases.get(options.lease.name)
    if (options.lease && (held?.fence !== options.lease.fence || held.until === 0))
      throw new MoodlightError('ML_LEASE_LOST', `the lease ${options.lease.name} is held by another`)
  }

  async remove(kind: string, id: string, options: PutOptions = {}): Promise<boolean> {
    if (this.failure) throw this.failure
    this.#check(kind, id, options)
    return this.#docs.delete(`${kind}\u0000${id}`)
  }

  async list<T>(
    kind: string,
    page: { limit: number; after?: string; prefix?: string },
  ): Promise<readonly StateDoc<T>[]> {
    return [...this.#docs.values()]
      .filter(
        (doc) => doc.kind === kind && byBytes(doc.id, page.after ?? '') > 0 && doc.id.startsWith(page.prefix ?? ''),
      )
      .sort((a, b) => byBytes(a.id, b.id))
      .slice(0, page.limit) as StateDoc<T>[]
  }

  async count(kind: string): Promise<number> {
    return [...this.#docs.values()].filter((doc) => doc.kind === kind).length
  }

  async acquire(name: string, holder: string, ttlMs: number): Promise<Lease | null> {
    const held = this.#leases.get(name)
    const now = this.#clock.now()
    if (held && held.holder !== holder && held.until > now) return null
    const renews = held?.holder === holder && held.until > 0
    const fence = renews ? held.fence : (held?.fence ?? 0) + 1
    const lease = { name, holder, fence, until: now + ttlMs }
    this.#leases.set(name, lease)
    return lease
  }

  async release(lease: Lease): Promise<void> {
    const held = this.#leases.get(lease.name)
    if (held?.fence === lease.fence) this.#leases.set(lease.name, { ...held, until: 0 })
  }

  async close(): Promise<void> {}
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

function checkDocument(kind: string, id: string, value: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(value) ?? 'null')
  if (!/^[a-z0-9-]{1,64}$/.test(kind) || id === '' || Buffer.byteLength(id) > 512 || bytes > 1 << 20)
    throw new MoodlightError('ML_STATE_INVALID', `${kind} ${id.slice(0, 100)} is no document`)
}
